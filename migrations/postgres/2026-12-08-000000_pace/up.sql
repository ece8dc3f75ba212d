-- Wrong passwords lock no account any more; how fast they may be tried is held in memory.
ALTER TABLE account DROP COLUMN failures;
ALTER TABLE account DROP COLUMN locked_until;

-- Whether an account's password is one that somebody else has seen: it must be changed before anything else. Accounts
-- that were there before keep theirs. And when an account's person left: it is kept, and nobody signs in with it.
ALTER TABLE account ADD COLUMN must_change BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE account ADD COLUMN left_at BIGINT;
CREATE INDEX audit_of_subject ON audit (event_id, subject, number);

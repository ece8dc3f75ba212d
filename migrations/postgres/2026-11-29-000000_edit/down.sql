DROP INDEX audit_of_subject;
ALTER TABLE account DROP COLUMN left_at;
ALTER TABLE account DROP COLUMN must_change;

DROP TABLE ruling;
ALTER TABLE operation DROP COLUMN restored;
ALTER TABLE event DROP COLUMN discarded_at;
ALTER TABLE event DROP COLUMN rehearsal_of;

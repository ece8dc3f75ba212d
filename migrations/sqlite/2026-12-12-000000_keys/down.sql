DROP TABLE link_request;
DROP TABLE handed_card;
DROP TABLE tablet_key;
ALTER TABLE session DROP COLUMN ended;
ALTER TABLE session DROP COLUMN key;
ALTER TABLE event DROP COLUMN signed;
ALTER TABLE operation DROP COLUMN sig;
ALTER TABLE operation DROP COLUMN key;

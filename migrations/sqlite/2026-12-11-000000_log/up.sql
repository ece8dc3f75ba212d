-- A log an event and one of the house (its id is empty): leaves that are hashed into a Merkle tree, payloads that can be
-- erased beside them, and signed heads. The audit of before is taken over into them when the program opens the database;
-- its rows stay as they are, without their payloads.
CREATE TABLE log (
    id         TEXT   NOT NULL PRIMARY KEY,
    size       BIGINT NOT NULL,
    edge       TEXT   NOT NULL,
    taken_over BIGINT NOT NULL
) WITHOUT ROWID;
CREATE TABLE leaf (
    log        TEXT   NOT NULL,
    number     BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    who        TEXT   NOT NULL,
    act        TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    commitment TEXT   NOT NULL,
    hash       TEXT   NOT NULL,
    PRIMARY KEY (log, number)
) WITHOUT ROWID;
CREATE INDEX leaf_of_thing ON leaf (log, subject, number) WHERE subject NOT LIKE 'card:%';
CREATE TABLE leaf_payload (
    log     TEXT   NOT NULL,
    number  BIGINT NOT NULL,
    salt    TEXT   NOT NULL,
    payload TEXT   NOT NULL,
    PRIMARY KEY (log, number)
) WITHOUT ROWID;
CREATE TABLE head (
    log   TEXT   NOT NULL,
    size  BIGINT NOT NULL,
    at    BIGINT NOT NULL,
    cause TEXT   NOT NULL,
    note  TEXT   NOT NULL,
    PRIMARY KEY (log, size)
) WITHOUT ROWID;

CREATE TRIGGER log_only_grows BEFORE UPDATE ON log
WHEN NEW.id <> OLD.id OR NEW.size <= OLD.size OR NEW.taken_over <> OLD.taken_over
BEGIN SELECT RAISE(ABORT, 'a log only grows'); END;
CREATE TRIGGER log_is_not_deleted BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'a log only grows'); END;
CREATE TRIGGER leaf_is_not_updated BEFORE UPDATE ON leaf
BEGIN SELECT RAISE(ABORT, 'a log is append-only'); END;
CREATE TRIGGER leaf_is_not_deleted BEFORE DELETE ON leaf
BEGIN SELECT RAISE(ABORT, 'a log is append-only'); END;
CREATE TRIGGER leaf_payload_is_not_updated BEFORE UPDATE ON leaf_payload
BEGIN SELECT RAISE(ABORT, 'a log is append-only'); END;
CREATE TRIGGER leaf_payload_is_not_deleted BEFORE DELETE ON leaf_payload
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.log AND approved)
BEGIN SELECT RAISE(ABORT, 'a log is append-only'); END;
CREATE TRIGGER head_is_not_updated BEFORE UPDATE ON head
BEGIN SELECT RAISE(ABORT, 'heads stay'); END;
CREATE TRIGGER head_is_not_deleted BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'heads stay'); END;

-- the payloads move to the leaves
DROP TRIGGER audit_payload_is_not_deleted;

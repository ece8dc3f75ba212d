-- Who must sign, from when officials see the result, how many days it is put up for objections. Events that were
-- there before ask for no signature, and show their result from the close on, as they did.
ALTER TABLE event ADD COLUMN signers TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN result_from TEXT NOT NULL DEFAULT 'closed';
ALTER TABLE event ADD COLUMN notice_days BIGINT NOT NULL DEFAULT 5;
ALTER TABLE event ADD COLUMN signed_at BIGINT;
ALTER TABLE event ADD COLUMN archived_at BIGINT;

-- Decisions that were made together; 0 for those that came with a folder.
ALTER TABLE decision ADD COLUMN made BIGINT NOT NULL DEFAULT 0;

-- What was entered by hand and taken back: the row itself stays.
CREATE TABLE withdrawal (
    event_id TEXT    NOT NULL REFERENCES event (id),
    kind     TEXT    NOT NULL,
    position INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    who      TEXT    NOT NULL,
    at       BIGINT  NOT NULL,
    PRIMARY KEY (event_id, kind, position)
);

-- One person's signature under one result; a later result needs new ones.
CREATE TABLE signature (
    event_id    TEXT   NOT NULL REFERENCES event (id),
    number      BIGINT NOT NULL,
    account     TEXT   NOT NULL,
    role        TEXT   NOT NULL,
    fingerprint TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (event_id, number, account),
    FOREIGN KEY (event_id, number) REFERENCES result (event_id, number)
);

-- A judge's broken limit that organisers let stand in one result.
CREATE TABLE acceptance (
    event_id  TEXT   NOT NULL REFERENCES event (id),
    number    BIGINT NOT NULL,
    judge     TEXT   NOT NULL,
    component TEXT   NOT NULL,
    entry     TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    who       TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (event_id, number, judge, component, entry)
);

CREATE TABLE publication (
    event_id    TEXT   NOT NULL REFERENCES event (id),
    number      BIGINT NOT NULL,
    fingerprint TEXT   NOT NULL,
    who         TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    days        BIGINT NOT NULL,
    PRIMARY KEY (event_id, number)
);

-- A request to open again what is closed, and what a second organiser said to it.
CREATE TABLE reopening (
    event_id   TEXT   NOT NULL REFERENCES event (id),
    number     BIGINT NOT NULL,
    reason     TEXT   NOT NULL,
    asked_by   TEXT   NOT NULL,
    asked_at   BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    approved   BOOLEAN,
    PRIMARY KEY (event_id, number)
);

CREATE TRIGGER withdrawal_is_not_updated BEFORE UPDATE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'withdrawals are append-only'); END;
CREATE TRIGGER withdrawal_is_not_deleted BEFORE DELETE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'withdrawals are append-only'); END;
CREATE TRIGGER signature_is_not_updated BEFORE UPDATE ON signature
BEGIN SELECT RAISE(ABORT, 'signatures are append-only'); END;
CREATE TRIGGER signature_is_not_deleted BEFORE DELETE ON signature
BEGIN SELECT RAISE(ABORT, 'signatures are append-only'); END;
CREATE TRIGGER acceptance_is_not_updated BEFORE UPDATE ON acceptance
BEGIN SELECT RAISE(ABORT, 'acceptances are append-only'); END;
CREATE TRIGGER acceptance_is_not_deleted BEFORE DELETE ON acceptance
BEGIN SELECT RAISE(ABORT, 'acceptances are append-only'); END;
CREATE TRIGGER publication_is_not_updated BEFORE UPDATE ON publication
BEGIN SELECT RAISE(ABORT, 'publications are append-only'); END;
CREATE TRIGGER publication_is_not_deleted BEFORE DELETE ON publication
BEGIN SELECT RAISE(ABORT, 'publications are append-only'); END;

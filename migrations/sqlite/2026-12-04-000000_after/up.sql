-- How many days an archived event is kept before its cards and personal data may be erased, whether objections must
-- bear a name, and when the event was erased.
ALTER TABLE event ADD COLUMN keep_days BIGINT NOT NULL DEFAULT 1095;
ALTER TABLE event ADD COLUMN objections_named BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE event ADD COLUMN erased_at BIGINT;

-- Whether a request to open again is one to take the event out of the archive.
ALTER TABLE reopening ADD COLUMN from_archive BOOLEAN NOT NULL DEFAULT FALSE;

-- The file from which a published result can be worked out again, as it was made at its publication.
CREATE TABLE bundle (
    event_id TEXT   NOT NULL REFERENCES event (id),
    number   BIGINT NOT NULL,
    sha256   TEXT   NOT NULL,
    bytes    BLOB   NOT NULL,
    made_at  BIGINT NOT NULL,
    PRIMARY KEY (event_id, number)
);

-- An objection to a published result. Its receipt is kept as a SHA-256; what it says never changes.
CREATE TABLE objection (
    event_id     TEXT   NOT NULL REFERENCES event (id),
    number       BIGINT NOT NULL,
    result       BIGINT NOT NULL,
    token_sha256 TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    unit         TEXT   NOT NULL,
    contact      TEXT   NOT NULL,
    entry        TEXT   NOT NULL,
    text         TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    answer       TEXT   NOT NULL DEFAULT '',
    answered_by  TEXT,
    answered_at  BIGINT,
    upheld       BOOLEAN,
    reason       TEXT   NOT NULL DEFAULT '',
    note         TEXT   NOT NULL DEFAULT '',
    closed_by    TEXT,
    closed_at    BIGINT,
    PRIMARY KEY (event_id, number)
);
CREATE INDEX objection_of_receipt ON objection (event_id, token_sha256);

-- A request to erase an archived event, and what a second organiser said to it. What it lists may be deleted only
-- where a request was approved by somebody else than who asked.
CREATE TABLE erasure (
    event_id   TEXT   NOT NULL REFERENCES event (id),
    number     BIGINT NOT NULL,
    reason     TEXT   NOT NULL,
    asked_by   TEXT   NOT NULL,
    asked_at   BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    approved   BOOLEAN,
    PRIMARY KEY (event_id, number),
    CHECK (approved IS NULL OR NOT approved OR decided_by <> asked_by)
);

-- What was append-only stays so until its event is erased.
DROP TRIGGER ruling_is_not_deleted;
CREATE TRIGGER ruling_is_not_deleted BEFORE DELETE ON ruling
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'rulings are append-only'); END;
DROP TRIGGER withdrawal_is_not_deleted;
CREATE TRIGGER withdrawal_is_not_deleted BEFORE DELETE ON withdrawal
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'withdrawals are append-only'); END;
DROP TRIGGER acceptance_is_not_deleted;
CREATE TRIGGER acceptance_is_not_deleted BEFORE DELETE ON acceptance
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'acceptances are append-only'); END;
DROP TRIGGER result_is_not_updated;
CREATE TRIGGER result_is_not_updated BEFORE UPDATE ON result
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'a frozen result does not change'); END;
CREATE TRIGGER result_is_not_deleted BEFORE DELETE ON result
BEGIN SELECT RAISE(ABORT, 'a frozen result is not deleted'); END;
CREATE TRIGGER operation_is_not_deleted BEFORE DELETE ON operation
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'operations are append-only'); END;
CREATE TRIGGER bundle_is_not_updated BEFORE UPDATE ON bundle
BEGIN SELECT RAISE(ABORT, 'a bundle does not change'); END;
CREATE TRIGGER bundle_is_not_deleted BEFORE DELETE ON bundle
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'a bundle is not deleted'); END;
CREATE TRIGGER audit_payload_is_not_deleted BEFORE DELETE ON audit_payload
WHEN NOT EXISTS (SELECT 1 FROM audit JOIN erasure ON erasure.event_id = audit.event_id
    WHERE audit.number = OLD.number AND approved)
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER objection_is_not_deleted BEFORE DELETE ON objection
BEGIN SELECT RAISE(ABORT, 'objections are append-only'); END;
CREATE TRIGGER objection_is_not_rewritten BEFORE UPDATE ON objection
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
    AND (OLD.closed_at IS NOT NULL OR NEW.text <> OLD.text OR NEW.name <> OLD.name OR NEW.unit <> OLD.unit
    OR NEW.contact <> OLD.contact OR NEW.entry <> OLD.entry OR NEW.at <> OLD.at)
BEGIN SELECT RAISE(ABORT, 'objections are append-only'); END;
CREATE TRIGGER erasure_is_not_rewritten BEFORE UPDATE ON erasure
WHEN OLD.approved IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what was decided stays decided'); END;
CREATE TRIGGER erasure_is_not_deleted BEFORE DELETE ON erasure
BEGIN SELECT RAISE(ABORT, 'what was decided stays decided'); END;
DROP TRIGGER sheet_is_not_deleted;
CREATE TRIGGER sheet_is_not_deleted BEFORE DELETE ON sheet
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'sheets are append-only'); END;
DROP TRIGGER typing_is_not_deleted;
CREATE TRIGGER typing_is_not_deleted BEFORE DELETE ON typing
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'typings are append-only'); END;
DROP TRIGGER sheet_end_is_not_deleted;
CREATE TRIGGER sheet_end_is_not_deleted BEFORE DELETE ON sheet_end
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'ends of sheets are append-only'); END;
DROP TRIGGER day_change_is_not_deleted;
CREATE TRIGGER day_change_is_not_deleted BEFORE DELETE ON day_change
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'changes of the day are append-only'); END;
DROP TRIGGER ask_is_not_deleted;
CREATE TRIGGER ask_is_not_deleted BEFORE DELETE ON ask
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'what was asked is append-only'); END;

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
    bytes    BYTEA  NOT NULL,
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
CREATE FUNCTION refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved) THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION refuse_payload_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit JOIN erasure ON erasure.event_id = audit.event_id
        WHERE audit.number = OLD.number AND approved) THEN
        RAISE EXCEPTION 'the audit is append-only';
    END IF;
    RETURN OLD;
END $$;
CREATE FUNCTION refuse_rewritten_objection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved) THEN RETURN NEW; END IF;
    IF OLD.closed_at IS NOT NULL OR NEW.text <> OLD.text OR NEW.name <> OLD.name OR NEW.unit <> OLD.unit
        OR NEW.contact <> OLD.contact OR NEW.entry <> OLD.entry OR NEW.at <> OLD.at THEN
        RAISE EXCEPTION 'objections are append-only';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION refuse_rewritten_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.approved IS NOT NULL THEN RAISE EXCEPTION 'what was decided stays decided'; END IF;
    RETURN NEW;
END $$;
DROP TRIGGER ruling_is_not_changed ON ruling;
CREATE TRIGGER ruling_is_not_updated BEFORE UPDATE ON ruling
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ruling_is_not_deleted BEFORE DELETE ON ruling
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
DROP TRIGGER withdrawal_is_not_changed ON withdrawal;
CREATE TRIGGER withdrawal_is_not_updated BEFORE UPDATE ON withdrawal
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER withdrawal_is_not_deleted BEFORE DELETE ON withdrawal
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
DROP TRIGGER acceptance_is_not_changed ON acceptance;
CREATE TRIGGER acceptance_is_not_updated BEFORE UPDATE ON acceptance
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER acceptance_is_not_deleted BEFORE DELETE ON acceptance
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
DROP TRIGGER result_is_not_updated ON result;
CREATE TRIGGER result_is_not_updated BEFORE UPDATE ON result
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
CREATE TRIGGER result_is_not_deleted BEFORE DELETE ON result
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER operation_is_not_deleted BEFORE DELETE ON operation
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
CREATE TRIGGER bundle_is_not_updated BEFORE UPDATE ON bundle
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bundle_is_not_deleted BEFORE DELETE ON bundle
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
CREATE TRIGGER audit_payload_is_not_deleted BEFORE DELETE ON audit_payload
FOR EACH ROW EXECUTE FUNCTION refuse_payload_unless_erased();
CREATE TRIGGER objection_is_not_deleted BEFORE DELETE ON objection
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER objection_is_not_rewritten BEFORE UPDATE ON objection
FOR EACH ROW EXECUTE FUNCTION refuse_rewritten_objection();
CREATE TRIGGER erasure_is_not_rewritten BEFORE UPDATE ON erasure
FOR EACH ROW EXECUTE FUNCTION refuse_rewritten_erasure();
CREATE TRIGGER erasure_is_not_deleted BEFORE DELETE ON erasure
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TRIGGER sheet_is_not_changed ON sheet;
CREATE TRIGGER sheet_is_not_updated BEFORE UPDATE ON sheet
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sheet_is_not_deleted BEFORE DELETE ON sheet
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
DROP TRIGGER typing_is_not_changed ON typing;
CREATE TRIGGER typing_is_not_updated BEFORE UPDATE ON typing
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER typing_is_not_deleted BEFORE DELETE ON typing
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
DROP TRIGGER sheet_end_is_not_changed ON sheet_end;
CREATE TRIGGER sheet_end_is_not_updated BEFORE UPDATE ON sheet_end
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sheet_end_is_not_deleted BEFORE DELETE ON sheet_end
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
DROP TRIGGER day_change_is_not_changed ON day_change;
CREATE TRIGGER day_change_is_not_updated BEFORE UPDATE ON day_change
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER day_change_is_not_deleted BEFORE DELETE ON day_change
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
DROP TRIGGER ask_is_not_changed ON ask;
CREATE TRIGGER ask_is_not_updated BEFORE UPDATE ON ask
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ask_is_not_deleted BEFORE DELETE ON ask
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();

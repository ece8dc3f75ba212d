-- The tie that a decision was taken over, and what made its entries level then; and the same for a broken limit that
-- was let stand: both belong to what they were taken over and to nothing else.
ALTER TABLE decision ADD COLUMN tie TEXT NOT NULL DEFAULT '';
ALTER TABLE decision ADD COLUMN cause TEXT NOT NULL DEFAULT '';
ALTER TABLE acceptance ADD COLUMN cause TEXT NOT NULL DEFAULT '';

-- A proposal of how a tie is to be ordered, and what a second organiser said to it.
CREATE TABLE tie_proposal (
    event_id   TEXT   NOT NULL REFERENCES event (id),
    number     BIGINT NOT NULL,
    turns      TEXT   NOT NULL,
    cause      TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    asked_by   TEXT   NOT NULL,
    asked_at   BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    approved   BOOLEAN,
    PRIMARY KEY (event_id, number),
    CHECK (approved IS NULL OR NOT approved OR decided_by <> asked_by)
);
CREATE FUNCTION refuse_rewritten_tie_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.decided_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved) THEN
        RAISE EXCEPTION 'what was decided stays decided';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tie_proposal_is_not_rewritten BEFORE UPDATE ON tie_proposal
FOR EACH ROW EXECUTE FUNCTION refuse_rewritten_tie_proposal();
CREATE TRIGGER tie_proposal_is_not_deleted BEFORE DELETE ON tie_proposal
FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Reasons are erased with their event.
DROP TRIGGER withdrawal_is_not_updated ON withdrawal;
CREATE TRIGGER withdrawal_is_not_updated BEFORE UPDATE ON withdrawal
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
DROP TRIGGER day_change_is_not_updated ON day_change;
CREATE TRIGGER day_change_is_not_updated BEFORE UPDATE ON day_change
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
DROP TRIGGER rules_version_is_not_changed ON rules_version;
CREATE TRIGGER rules_version_is_not_updated BEFORE UPDATE ON rules_version
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
CREATE TRIGGER rules_version_is_not_deleted BEFORE DELETE ON rules_version
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TRIGGER rules_proposal_is_decided_once ON rules_proposal;
CREATE TRIGGER rules_proposal_is_decided_once BEFORE UPDATE ON rules_proposal
FOR EACH ROW WHEN (OLD.outcome IS NOT NULL OR NEW.outcome IS NULL OR NEW.rules_text <> OLD.rules_text
    OR NEW.rules_sha256 <> OLD.rules_sha256 OR NEW.from_sha256 <> OLD.from_sha256 OR NEW.basis <> OLD.basis
    OR NEW.reason <> OLD.reason OR NEW.asked_by <> OLD.asked_by OR NEW.asked_at <> OLD.asked_at)
EXECUTE FUNCTION refuse_unless_erased();

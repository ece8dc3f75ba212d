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
CREATE TRIGGER tie_proposal_is_not_rewritten BEFORE UPDATE ON tie_proposal
WHEN OLD.decided_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'what was decided stays decided'); END;
CREATE TRIGGER tie_proposal_is_not_deleted BEFORE DELETE ON tie_proposal
BEGIN SELECT RAISE(ABORT, 'what was decided stays decided'); END;

-- Reasons are erased with their event.
DROP TRIGGER withdrawal_is_not_updated;
CREATE TRIGGER withdrawal_is_not_updated BEFORE UPDATE ON withdrawal
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'withdrawals are append-only'); END;
DROP TRIGGER day_change_is_not_updated;
CREATE TRIGGER day_change_is_not_updated BEFORE UPDATE ON day_change
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'changes of the day are append-only'); END;
DROP TRIGGER rules_version_is_not_updated;
CREATE TRIGGER rules_version_is_not_updated BEFORE UPDATE ON rules_version
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'the history of rules is append-only'); END;
DROP TRIGGER rules_proposal_is_decided_once;
CREATE TRIGGER rules_proposal_is_decided_once BEFORE UPDATE ON rules_proposal
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
    AND (OLD.outcome IS NOT NULL OR NEW.outcome IS NULL OR NEW.rules_text <> OLD.rules_text
    OR NEW.rules_sha256 <> OLD.rules_sha256 OR NEW.from_sha256 <> OLD.from_sha256 OR NEW.basis <> OLD.basis
    OR NEW.reason <> OLD.reason OR NEW.asked_by <> OLD.asked_by OR NEW.asked_at <> OLD.asked_at)
BEGIN SELECT RAISE(ABORT, 'a proposal is decided once'); END;

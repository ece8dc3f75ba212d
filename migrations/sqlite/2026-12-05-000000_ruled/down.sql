DROP TRIGGER rules_proposal_is_decided_once;
CREATE TRIGGER rules_proposal_is_decided_once BEFORE UPDATE ON rules_proposal
WHEN OLD.outcome IS NOT NULL OR NEW.outcome IS NULL OR NEW.rules_text <> OLD.rules_text
    OR NEW.rules_sha256 <> OLD.rules_sha256 OR NEW.from_sha256 <> OLD.from_sha256 OR NEW.basis <> OLD.basis
    OR NEW.reason <> OLD.reason OR NEW.asked_by <> OLD.asked_by OR NEW.asked_at <> OLD.asked_at
BEGIN SELECT RAISE(ABORT, 'a proposal is decided once'); END;
DROP TRIGGER rules_version_is_not_updated;
CREATE TRIGGER rules_version_is_not_updated BEFORE UPDATE ON rules_version
BEGIN SELECT RAISE(ABORT, 'the history of rules is append-only'); END;
DROP TRIGGER day_change_is_not_updated;
CREATE TRIGGER day_change_is_not_updated BEFORE UPDATE ON day_change
BEGIN SELECT RAISE(ABORT, 'changes of the day are append-only'); END;
DROP TRIGGER withdrawal_is_not_updated;
CREATE TRIGGER withdrawal_is_not_updated BEFORE UPDATE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'withdrawals are append-only'); END;
DROP TABLE tie_proposal;
ALTER TABLE acceptance DROP COLUMN cause;
ALTER TABLE decision DROP COLUMN cause;
ALTER TABLE decision DROP COLUMN tie;

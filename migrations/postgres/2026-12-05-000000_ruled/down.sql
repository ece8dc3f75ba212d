DROP TRIGGER rules_proposal_is_decided_once ON rules_proposal;
CREATE TRIGGER rules_proposal_is_decided_once BEFORE UPDATE ON rules_proposal
FOR EACH ROW WHEN (OLD.outcome IS NOT NULL OR NEW.outcome IS NULL OR NEW.rules_text <> OLD.rules_text
    OR NEW.rules_sha256 <> OLD.rules_sha256 OR NEW.from_sha256 <> OLD.from_sha256 OR NEW.basis <> OLD.basis
    OR NEW.reason <> OLD.reason OR NEW.asked_by <> OLD.asked_by OR NEW.asked_at <> OLD.asked_at)
EXECUTE FUNCTION refuse_change();
DROP TRIGGER rules_version_is_not_deleted ON rules_version;
DROP TRIGGER rules_version_is_not_updated ON rules_version;
CREATE TRIGGER rules_version_is_not_changed BEFORE UPDATE OR DELETE ON rules_version
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TRIGGER day_change_is_not_updated ON day_change;
CREATE TRIGGER day_change_is_not_updated BEFORE UPDATE ON day_change
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TRIGGER withdrawal_is_not_updated ON withdrawal;
CREATE TRIGGER withdrawal_is_not_updated BEFORE UPDATE ON withdrawal
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TABLE tie_proposal;
DROP FUNCTION refuse_rewritten_tie_proposal;
ALTER TABLE acceptance DROP COLUMN cause;
ALTER TABLE decision DROP COLUMN cause;
ALTER TABLE decision DROP COLUMN tie;

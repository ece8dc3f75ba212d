-- All rules that an event ever had, in their order: the last one is what stands in its head. made_by proposed them,
-- second approved them where two were needed; both as the audit names them.
CREATE TABLE rules_version (
    event_id     TEXT   NOT NULL REFERENCES event (id),
    number       BIGINT NOT NULL,
    rules_text   TEXT   NOT NULL,
    rules_sha256 TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    made_by      TEXT   NOT NULL,
    second       TEXT,
    reason       TEXT   NOT NULL,
    PRIMARY KEY (event_id, number)
);
CREATE INDEX rules_version_of_hash ON rules_version (event_id, rules_sha256);
INSERT INTO rules_version (event_id, number, rules_text, rules_sha256, at, made_by, second, reason)
SELECT id, 1, rules_text, rules_sha256, created_at, '', NULL, '' FROM event;

-- A change of rules that was asked for after the opening, and what became of it: approved, declined, taken-back, or
-- void where the rules or the set-up changed meanwhile. basis is the hash of what its effect was worked out from.
CREATE TABLE rules_proposal (
    event_id     TEXT   NOT NULL REFERENCES event (id),
    number       BIGINT NOT NULL,
    rules_text   TEXT   NOT NULL,
    rules_sha256 TEXT   NOT NULL,
    from_sha256  TEXT   NOT NULL,
    basis        TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    asked_by     TEXT   NOT NULL,
    asked_at     BIGINT NOT NULL,
    outcome      TEXT,
    decided_by   TEXT,
    decided_at   BIGINT,
    PRIMARY KEY (event_id, number)
);

CREATE TRIGGER rules_version_is_not_changed BEFORE UPDATE OR DELETE ON rules_version
FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- a proposal is decided once, and what was proposed stays what it was
CREATE TRIGGER rules_proposal_is_decided_once BEFORE UPDATE ON rules_proposal
FOR EACH ROW WHEN (OLD.outcome IS NOT NULL OR NEW.outcome IS NULL OR NEW.rules_text <> OLD.rules_text
    OR NEW.rules_sha256 <> OLD.rules_sha256 OR NEW.from_sha256 <> OLD.from_sha256 OR NEW.basis <> OLD.basis
    OR NEW.reason <> OLD.reason OR NEW.asked_by <> OLD.asked_by OR NEW.asked_at <> OLD.asked_at)
EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rules_proposal_is_not_deleted BEFORE DELETE ON rules_proposal
FOR EACH ROW EXECUTE FUNCTION refuse_change();

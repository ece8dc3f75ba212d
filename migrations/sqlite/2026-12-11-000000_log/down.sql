CREATE TRIGGER audit_payload_is_not_deleted BEFORE DELETE ON audit_payload
WHEN NOT EXISTS (SELECT 1 FROM audit JOIN erasure ON erasure.event_id = audit.event_id
    WHERE audit.number = OLD.number AND approved)
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
DROP TABLE head;
DROP TABLE leaf_payload;
DROP TABLE leaf;
DROP TABLE log;

DROP INDEX audit_of_thing;
CREATE INDEX audit_of_subject ON audit (event_id, subject, number);
CREATE INDEX operation_of_device ON operation (event_id, judge, device, seq);
CREATE INDEX operation_of_judge ON operation (event_id, judge, version);

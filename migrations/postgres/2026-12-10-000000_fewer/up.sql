-- Each card was written into every index that names its judge, at a place of its own, which took as long as all the rest of
-- it. What these were for is found by card, by version, and by subjects that are no cards.
DROP INDEX operation_of_judge;
DROP INDEX operation_of_device;
DROP INDEX audit_of_subject;
CREATE INDEX audit_of_thing ON audit (event_id, subject, number) WHERE subject NOT LIKE 'card:%';

-- A rehearsal knows whose clone it is, and when it was discarded.
ALTER TABLE event ADD COLUMN rehearsal_of TEXT REFERENCES event (id);
ALTER TABLE event ADD COLUMN discarded_at BIGINT;

-- Whether the op had been acknowledged before, was forgotten with a restored backup, and came again with its receipt.
ALTER TABLE operation ADD COLUMN restored BOOLEAN NOT NULL DEFAULT FALSE;

-- What an organiser decided about an op in the quarantine, once and for all; made is the op that an admission made.
CREATE TABLE ruling (
    op       TEXT    NOT NULL PRIMARY KEY REFERENCES operation (op),
    event_id TEXT    NOT NULL REFERENCES event (id),
    judge    TEXT    NOT NULL,
    admitted BOOLEAN NOT NULL,
    reason   TEXT    NOT NULL,
    who      TEXT    NOT NULL,
    at       BIGINT  NOT NULL,
    made     TEXT REFERENCES operation (op)
);
CREATE INDEX ruling_of_event ON ruling (event_id, judge);

CREATE TRIGGER ruling_is_not_changed BEFORE UPDATE OR DELETE ON ruling
FOR EACH ROW EXECUTE FUNCTION refuse_change();

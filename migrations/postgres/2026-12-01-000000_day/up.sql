-- What was changed on the day: stops skipped or moved, arrivals taken back, entries withdrawn, judges replaced. Rows
-- stay; what is taken back is a row of its own.
CREATE TABLE day_change (
    event_id TEXT   NOT NULL REFERENCES event (id),
    number   BIGINT NOT NULL,
    kind     TEXT   NOT NULL,
    subject  TEXT   NOT NULL,
    told     TEXT   NOT NULL,
    reason   TEXT   NOT NULL,
    who      TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (event_id, number)
);

CREATE TRIGGER day_change_is_not_changed BEFORE UPDATE OR DELETE ON day_change
FOR EACH ROW EXECUTE FUNCTION refuse_change();

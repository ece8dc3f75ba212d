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

CREATE TRIGGER day_change_is_not_updated BEFORE UPDATE ON day_change
BEGIN SELECT RAISE(ABORT, 'changes of the day are append-only'); END;
CREATE TRIGGER day_change_is_not_deleted BEFORE DELETE ON day_change
BEGIN SELECT RAISE(ABORT, 'changes of the day are append-only'); END;

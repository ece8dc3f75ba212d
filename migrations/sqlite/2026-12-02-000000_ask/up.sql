-- That a missing card was asked for: on the judge's tablet until the card is in or no longer due. Asking again is
-- another row.
CREATE TABLE ask (
    event_id  TEXT   NOT NULL REFERENCES event (id),
    judge     TEXT   NOT NULL,
    component TEXT   NOT NULL,
    entry     TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    who       TEXT   NOT NULL,
    PRIMARY KEY (event_id, judge, component, entry, at)
);

CREATE TRIGGER ask_is_not_updated BEFORE UPDATE ON ask
BEGIN SELECT RAISE(ABORT, 'what was asked is append-only'); END;
CREATE TRIGGER ask_is_not_deleted BEFORE DELETE ON ask
BEGIN SELECT RAISE(ABORT, 'what was asked is append-only'); END;

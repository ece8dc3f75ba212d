-- Trials (试算): known cards that a rehearsal was filled with, and what comparing its result with the answer came to.
CREATE TABLE trial (
    event_id  TEXT   NOT NULL REFERENCES event (id),
    number    BIGINT NOT NULL,
    original  TEXT   NOT NULL REFERENCES event (id),
    seed      BIGINT NOT NULL,
    cards     BIGINT NOT NULL,
    figures   BIGINT NOT NULL,
    differing BIGINT NOT NULL,
    first     TEXT   NOT NULL,
    who       TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (event_id, number)
) WITHOUT ROWID;
CREATE INDEX trial_of_original ON trial (original);

CREATE TRIGGER trial_is_not_updated BEFORE UPDATE ON trial
BEGIN SELECT RAISE(ABORT, 'trial is append-only'); END;
CREATE TRIGGER trial_is_not_deleted BEFORE DELETE ON trial
BEGIN SELECT RAISE(ABORT, 'trial is append-only'); END;

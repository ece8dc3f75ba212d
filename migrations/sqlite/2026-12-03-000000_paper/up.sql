-- A sheet of paper that is typed in: whose card it is, and where its scan is found. Nothing in it ever changes.
CREATE TABLE sheet (
    id        TEXT   NOT NULL PRIMARY KEY,
    event_id  TEXT   NOT NULL REFERENCES event (id),
    judge     TEXT   NOT NULL,
    component TEXT   NOT NULL,
    entry     TEXT   NOT NULL,
    reference TEXT   NOT NULL,
    at        BIGINT NOT NULL
);
CREATE INDEX sheet_of_event ON sheet (event_id, judge, component, entry);

-- What somebody read on a sheet: 1 and 2 were typed blind, further ones are proposals after a difference.
-- The audit has a hash of salt and body, and never the salt: marks have few digits.
CREATE TABLE typing (
    sheet    TEXT   NOT NULL REFERENCES sheet (id),
    number   BIGINT NOT NULL,
    event_id TEXT   NOT NULL REFERENCES event (id),
    account  TEXT   NOT NULL,
    body     TEXT   NOT NULL,
    salt     TEXT   NOT NULL,
    rules    TEXT   NOT NULL,
    remark   TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (sheet, number)
);

-- What became of a sheet, once: it was taken as the card or as a rival of it (number is the typing that counts, op the
-- operation), it says what the card said already, or it was withdrawn.
CREATE TABLE sheet_end (
    sheet    TEXT   NOT NULL PRIMARY KEY REFERENCES sheet (id),
    event_id TEXT   NOT NULL REFERENCES event (id),
    outcome  TEXT   NOT NULL,
    number   BIGINT,
    op       TEXT REFERENCES operation (op),
    account  TEXT   NOT NULL,
    remark   TEXT   NOT NULL,
    at       BIGINT NOT NULL
);

CREATE TRIGGER sheet_is_not_updated BEFORE UPDATE ON sheet
BEGIN SELECT RAISE(ABORT, 'sheets are append-only'); END;
CREATE TRIGGER sheet_is_not_deleted BEFORE DELETE ON sheet
BEGIN SELECT RAISE(ABORT, 'sheets are append-only'); END;
CREATE TRIGGER typing_is_not_updated BEFORE UPDATE ON typing
BEGIN SELECT RAISE(ABORT, 'typings are append-only'); END;
CREATE TRIGGER typing_is_not_deleted BEFORE DELETE ON typing
BEGIN SELECT RAISE(ABORT, 'typings are append-only'); END;
CREATE TRIGGER sheet_end_is_not_updated BEFORE UPDATE ON sheet_end
BEGIN SELECT RAISE(ABORT, 'ends of sheets are append-only'); END;
CREATE TRIGGER sheet_end_is_not_deleted BEFORE DELETE ON sheet_end
BEGIN SELECT RAISE(ABORT, 'ends of sheets are append-only'); END;

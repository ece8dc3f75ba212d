-- What an organiser uploaded and has not confirmed yet: one upload an account, which the next one replaces. Nothing of
-- it is an event's before it is confirmed; then its files are erased, and `made` says what came of it.
CREATE TABLE upload (
    account       TEXT   NOT NULL PRIMARY KEY,
    id            TEXT   NOT NULL UNIQUE,
    at            BIGINT NOT NULL,
    event_id      TEXT   REFERENCES event (id),
    setup_version BIGINT NOT NULL,
    rules_from    TEXT   NOT NULL,
    rules_text    TEXT   NOT NULL,
    made          TEXT
);

CREATE TABLE upload_file (
    upload   TEXT    NOT NULL REFERENCES upload (id),
    position INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    bytes    BLOB    NOT NULL,
    PRIMARY KEY (upload, position)
);

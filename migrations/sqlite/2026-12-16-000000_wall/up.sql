-- The wall (大屏): what it shows of an event, with the frozen result and the step of an announcement; and the links that
-- projectors have, kept as hashes.
CREATE TABLE wall (
    event_id    TEXT NOT NULL PRIMARY KEY REFERENCES event (id),
    scene       TEXT NOT NULL,
    is_black    BOOLEAN NOT NULL,
    result      BIGINT,
    fingerprint TEXT,
    from_place  BIGINT,
    step        BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL
) WITHOUT ROWID;
CREATE TABLE wall_link (
    event_id     TEXT NOT NULL REFERENCES event (id),
    number       BIGINT NOT NULL,
    token_sha256 TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      BIGINT NOT NULL,
    ended_by     TEXT,
    ended_at     BIGINT,
    PRIMARY KEY (event_id, number)
) WITHOUT ROWID;

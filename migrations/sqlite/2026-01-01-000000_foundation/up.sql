-- Times are UTC in microseconds; marks and every other decimal are texts, so that nothing rounds them.
CREATE TABLE event (
    id               TEXT    NOT NULL PRIMARY KEY,
    title            TEXT    NOT NULL,
    state            TEXT    NOT NULL,
    rules_text       TEXT    NOT NULL,
    rules_sha256     TEXT    NOT NULL,
    demo             BOOLEAN NOT NULL,
    rehearsal        BOOLEAN NOT NULL,
    version          BIGINT  NOT NULL,
    setup_version    BIGINT  NOT NULL,
    provisional_open BOOLEAN NOT NULL,
    created_at       BIGINT  NOT NULL,
    closed_at        BIGINT,
    published_at     BIGINT
);

CREATE TABLE entry (
    event_id  TEXT    NOT NULL REFERENCES event (id),
    position  INTEGER NOT NULL,
    id        TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    unit      TEXT    NOT NULL,
    unit_type TEXT    NOT NULL,
    site      TEXT    NOT NULL,
    theme     TEXT    NOT NULL,
    track     TEXT    NOT NULL,
    class     TEXT    NOT NULL,
    printed   BIGINT,
    summary   TEXT    NOT NULL,
    PRIMARY KEY (event_id, position),
    UNIQUE (event_id, id)
);

CREATE TABLE judge (
    event_id TEXT    NOT NULL REFERENCES event (id),
    position INTEGER NOT NULL,
    id       TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    unit     TEXT    NOT NULL,
    group_id TEXT    NOT NULL,
    PRIMARY KEY (event_id, position),
    UNIQUE (event_id, id)
);

CREATE TABLE checkpoint (
    event_id          TEXT    NOT NULL REFERENCES event (id),
    position          INTEGER NOT NULL,
    entry             TEXT    NOT NULL,
    stop              BIGINT,
    planned_arrival   TEXT    NOT NULL,
    planned_departure TEXT    NOT NULL,
    look_at           TEXT    NOT NULL,
    arrived_at        BIGINT,
    left_at           BIGINT,
    PRIMARY KEY (event_id, position)
);

-- An empty component or entry means all.
CREATE TABLE exclusion (
    event_id  TEXT    NOT NULL REFERENCES event (id),
    position  INTEGER NOT NULL,
    judge     TEXT    NOT NULL,
    component TEXT    NOT NULL,
    entry     TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    reason    TEXT    NOT NULL,
    PRIMARY KEY (event_id, position)
);

CREATE TABLE measure (
    event_id  TEXT NOT NULL REFERENCES event (id),
    component TEXT NOT NULL,
    entry     TEXT NOT NULL,
    value     TEXT NOT NULL,
    PRIMARY KEY (event_id, component, entry)
);

CREATE TABLE adjustment (
    event_id TEXT    NOT NULL REFERENCES event (id),
    position INTEGER NOT NULL,
    entry    TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    item     TEXT    NOT NULL,
    points   TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    PRIMARY KEY (event_id, position)
);

CREATE TABLE decision (
    event_id TEXT    NOT NULL REFERENCES event (id),
    position INTEGER NOT NULL,
    entry    TEXT    NOT NULL,
    turn     BIGINT  NOT NULL,
    reason   TEXT    NOT NULL,
    PRIMARY KEY (event_id, position)
);

-- Comments that came with a folder and stand on no card of their own.
CREATE TABLE comment (
    event_id  TEXT    NOT NULL REFERENCES event (id),
    position  INTEGER NOT NULL,
    judge     TEXT    NOT NULL,
    component TEXT    NOT NULL,
    entry     TEXT    NOT NULL,
    text      TEXT    NOT NULL,
    PRIMARY KEY (event_id, position)
);

-- Every op that was kept, append-only: recorded, conflict, late, not-open. A card's current revision
-- is the recorded op with the highest revision.
CREATE TABLE operation (
    op          TEXT    NOT NULL PRIMARY KEY,
    event_id    TEXT    NOT NULL REFERENCES event (id),
    version     BIGINT  NOT NULL,
    judge       TEXT    NOT NULL,
    device      TEXT    NOT NULL,
    seq         BIGINT  NOT NULL,
    component   TEXT    NOT NULL,
    entry       TEXT    NOT NULL,
    base        TEXT,
    body        TEXT    NOT NULL,
    outcome     TEXT    NOT NULL,
    revision    BIGINT  NOT NULL,
    older_rules BOOLEAN NOT NULL,
    receipt     TEXT    NOT NULL,
    received_at BIGINT  NOT NULL,
    skew_ms     BIGINT
);
CREATE UNIQUE INDEX operation_in_order ON operation (event_id, version);
CREATE INDEX operation_of_card ON operation (event_id, judge, component, entry, revision);
CREATE INDEX operation_of_device ON operation (event_id, judge, device, seq);

-- Ops that were not kept as cards, each once, for the organiser to look into.
CREATE TABLE refusal (
    event_id    TEXT   NOT NULL REFERENCES event (id),
    judge       TEXT   NOT NULL,
    op          TEXT   NOT NULL,
    outcome     TEXT   NOT NULL,
    body_sha256 TEXT   NOT NULL,
    device      TEXT   NOT NULL,
    seq         BIGINT NOT NULL,
    base        TEXT,
    body        TEXT   NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (event_id, judge, op, outcome, body_sha256)
);
CREATE INDEX refusal_of_device ON refusal (event_id, judge, device, seq);

CREATE TABLE result (
    event_id    TEXT   NOT NULL REFERENCES event (id),
    number      BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    report      TEXT   NOT NULL,
    fingerprint TEXT   NOT NULL,
    frozen_at   BIGINT NOT NULL,
    PRIMARY KEY (event_id, number)
);

CREATE TABLE account (
    name         TEXT    NOT NULL PRIMARY KEY,
    role         TEXT    NOT NULL,
    password     TEXT    NOT NULL,
    created_at   BIGINT  NOT NULL,
    failures     INTEGER NOT NULL,
    locked_until BIGINT
);

-- An account's session, or a judge's: then event_id and judge are set. A token is kept as its SHA-256.
CREATE TABLE session (
    token_sha256 TEXT   NOT NULL PRIMARY KEY,
    role         TEXT   NOT NULL,
    account      TEXT,
    event_id     TEXT,
    judge        TEXT,
    name         TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    seen_at      BIGINT NOT NULL,
    idle_micros  BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    revoked_at   BIGINT
);
CREATE INDEX session_of_judge ON session (event_id, judge);
CREATE INDEX session_of_account ON session (account);

CREATE TABLE link (
    token_sha256 TEXT   NOT NULL PRIMARY KEY,
    event_id     TEXT   NOT NULL REFERENCES event (id),
    judge        TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    revoked_at   BIGINT
);
CREATE INDEX link_of_event ON link (event_id, judge);

CREATE TABLE device (
    event_id  TEXT    NOT NULL REFERENCES event (id),
    judge     TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    last_seen BIGINT  NOT NULL,
    acked_seq BIGINT  NOT NULL,
    last_seq  BIGINT  NOT NULL,
    battery   INTEGER,
    persisted BOOLEAN,
    skew_ms   BIGINT,
    unsent    TEXT    NOT NULL,
    PRIMARY KEY (event_id, judge, id)
);

-- The audit: each row's hash covers the one before and the hash of its payload, so that a payload
-- can one day be erased and the chain still holds.
CREATE TABLE audit (
    number       BIGINT NOT NULL PRIMARY KEY,
    at           BIGINT NOT NULL,
    who          TEXT   NOT NULL,
    act          TEXT   NOT NULL,
    event_id     TEXT   NOT NULL,
    subject      TEXT   NOT NULL,
    payload_hash TEXT   NOT NULL,
    hash         TEXT   NOT NULL
);
CREATE INDEX audit_of_event ON audit (event_id, number);

CREATE TABLE audit_payload (
    number  BIGINT NOT NULL PRIMARY KEY REFERENCES audit (number),
    salt    TEXT   NOT NULL,
    payload TEXT   NOT NULL
);

CREATE TABLE secret (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TRIGGER audit_is_not_updated BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER operation_is_not_updated BEFORE UPDATE ON operation
BEGIN SELECT RAISE(ABORT, 'operations are append-only'); END;
CREATE TRIGGER result_is_not_updated BEFORE UPDATE ON result
BEGIN SELECT RAISE(ABORT, 'a frozen result does not change'); END;

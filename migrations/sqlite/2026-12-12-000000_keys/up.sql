-- Keys that tablets sign cards with, the signatures beside the cards, and what takes a second person: cards that come as a
-- file without good signatures, and a new sign-in link for a judge who has handed in cards.
ALTER TABLE operation ADD COLUMN key TEXT;
ALTER TABLE operation ADD COLUMN sig TEXT;
ALTER TABLE event ADD COLUMN signed TEXT;
ALTER TABLE session ADD COLUMN key TEXT;
ALTER TABLE session ADD COLUMN ended TEXT;
CREATE TABLE tablet_key (
    event_id      TEXT   NOT NULL REFERENCES event (id),
    judge         TEXT   NOT NULL,
    id            TEXT   NOT NULL,
    device        TEXT   NOT NULL,
    algorithm     TEXT   NOT NULL,
    public        TEXT   NOT NULL,
    registered_at BIGINT NOT NULL,
    PRIMARY KEY (event_id, judge, id)
) WITHOUT ROWID;
CREATE TABLE handed_card (
    event_id    TEXT    NOT NULL REFERENCES event (id),
    number      BIGINT  NOT NULL,
    op          TEXT    NOT NULL,
    judge       TEXT    NOT NULL,
    device      TEXT    NOT NULL,
    seq         BIGINT  NOT NULL,
    body        TEXT    NOT NULL,
    key         TEXT,
    sig         TEXT,
    file_sha256 TEXT    NOT NULL,
    asked_by    TEXT    NOT NULL,
    asked_at    BIGINT  NOT NULL,
    decided_by  TEXT,
    decided_at  BIGINT,
    admitted    BOOLEAN,
    reason      TEXT    NOT NULL,
    PRIMARY KEY (event_id, number)
) WITHOUT ROWID;
CREATE TABLE link_request (
    event_id   TEXT    NOT NULL REFERENCES event (id),
    number     BIGINT  NOT NULL,
    judge      TEXT    NOT NULL,
    keeps      BOOLEAN NOT NULL,
    code       TEXT    NOT NULL,
    tries      BIGINT  NOT NULL,
    asked_by   TEXT    NOT NULL,
    asked_at   BIGINT  NOT NULL,
    way        TEXT,
    reason     TEXT    NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    made_at    BIGINT,
    PRIMARY KEY (event_id, number)
) WITHOUT ROWID;

CREATE TRIGGER tablet_key_is_not_updated BEFORE UPDATE ON tablet_key
BEGIN SELECT RAISE(ABORT, 'tablet_key is append-only'); END;
CREATE TRIGGER tablet_key_is_not_deleted BEFORE DELETE ON tablet_key
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'tablet_key is append-only'); END;

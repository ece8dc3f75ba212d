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
);
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
);
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
);

CREATE TRIGGER tablet_key_is_not_updated BEFORE UPDATE ON tablet_key FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tablet_key_is_not_deleted BEFORE DELETE ON tablet_key FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();

DROP TRIGGER event_touched ON event;
CREATE TRIGGER event_touched AFTER INSERT OR DELETE OR UPDATE OF id, title, state, rules_text, rules_sha256, demo, rehearsal, provisional_open, created_at, closed_at, published_at, rehearsal_of, discarded_at, signers, result_from, notice_days, signed_at, archived_at, keep_days, objections_named, erased_at, signed
ON event FOR EACH ROW EXECUTE FUNCTION touch('id', 'id');
CREATE TRIGGER tablet_key_touched AFTER INSERT OR UPDATE OR DELETE ON tablet_key FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'judge', 'id');
CREATE TRIGGER handed_card_touched AFTER INSERT OR UPDATE OR DELETE ON handed_card FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER link_request_touched AFTER INSERT OR UPDATE OR DELETE ON link_request FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');

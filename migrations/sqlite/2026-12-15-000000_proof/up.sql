-- What comes before the signatures, and what anybody checks after them: what signers have to know of, ticked; cards that are
-- drawn and looked at; who does not agree; a publication that takes two people; the bundle that everybody gets. Settings
-- that are not set say what held before.
ALTER TABLE event ADD COLUMN confirming TEXT;
ALTER TABLE event ADD COLUMN bundle_cards TEXT;
ALTER TABLE event ADD COLUMN spot_places BIGINT;
ALTER TABLE publication ADD COLUMN second TEXT;
CREATE TABLE fact_tick (
    event_id TEXT NOT NULL REFERENCES event (id),
    number   BIGINT NOT NULL,
    fact     TEXT NOT NULL,
    digest   TEXT NOT NULL,
    account  TEXT NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (event_id, number, fact, digest)
) WITHOUT ROWID;
CREATE TABLE spot_draw (
    event_id TEXT NOT NULL REFERENCES event (id),
    number   BIGINT NOT NULL,
    turn     BIGINT NOT NULL,
    head     TEXT NOT NULL,
    typed    TEXT NOT NULL,
    seed     TEXT NOT NULL,
    places   BIGINT NOT NULL,
    cards    TEXT NOT NULL,
    is_all   BOOLEAN NOT NULL,
    account  TEXT NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (event_id, number, turn)
) WITHOUT ROWID;
CREATE TABLE spot_look (
    event_id TEXT NOT NULL REFERENCES event (id),
    number   BIGINT NOT NULL,
    op       TEXT NOT NULL,
    turn     BIGINT NOT NULL,
    differs  BOOLEAN NOT NULL,
    remark   TEXT NOT NULL,
    account  TEXT NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (event_id, number, op, turn)
) WITHOUT ROWID;
CREATE TABLE dissent (
    event_id  TEXT NOT NULL REFERENCES event (id),
    number    BIGINT NOT NULL,
    account   TEXT NOT NULL,
    role      TEXT NOT NULL,
    reason    TEXT NOT NULL,
    at        BIGINT NOT NULL,
    full_name TEXT,
    PRIMARY KEY (event_id, number, account)
) WITHOUT ROWID;
CREATE TABLE publish_request (
    event_id    TEXT NOT NULL REFERENCES event (id),
    number      BIGINT NOT NULL,
    result      BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    reason      TEXT NOT NULL,
    asked_by    TEXT NOT NULL,
    asked_at    BIGINT NOT NULL,
    decided_by  TEXT,
    decided_at  BIGINT,
    approved    BOOLEAN,
    PRIMARY KEY (event_id, number)
) WITHOUT ROWID;
CREATE TABLE public_bundle (
    event_id TEXT NOT NULL REFERENCES event (id),
    number   BIGINT NOT NULL,
    cards    TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    bytes    BLOB NOT NULL,
    made_at  BIGINT NOT NULL,
    PRIMARY KEY (event_id, number)
);

CREATE TRIGGER fact_tick_is_not_updated BEFORE UPDATE ON fact_tick
BEGIN SELECT RAISE(ABORT, 'fact_tick is append-only'); END;
CREATE TRIGGER fact_tick_is_not_deleted BEFORE DELETE ON fact_tick
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'fact_tick is append-only'); END;
CREATE TRIGGER spot_draw_is_not_updated BEFORE UPDATE ON spot_draw
BEGIN SELECT RAISE(ABORT, 'spot_draw is append-only'); END;
CREATE TRIGGER spot_draw_is_not_deleted BEFORE DELETE ON spot_draw
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'spot_draw is append-only'); END;
CREATE TRIGGER spot_look_is_not_updated BEFORE UPDATE ON spot_look
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'spot_look is append-only'); END;
CREATE TRIGGER spot_look_is_not_deleted BEFORE DELETE ON spot_look
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'spot_look is append-only'); END;
CREATE TRIGGER dissent_is_not_updated BEFORE UPDATE ON dissent
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'dissent is append-only'); END;
CREATE TRIGGER dissent_is_not_deleted BEFORE DELETE ON dissent
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'dissent is append-only'); END;
CREATE TRIGGER publish_request_is_not_rewritten BEFORE UPDATE ON publish_request WHEN OLD.approved IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'what was decided stays decided'); END;
CREATE TRIGGER publish_request_is_not_deleted BEFORE DELETE ON publish_request
BEGIN SELECT RAISE(ABORT, 'publish_request is append-only'); END;
CREATE TRIGGER public_bundle_is_not_updated BEFORE UPDATE ON public_bundle
BEGIN SELECT RAISE(ABORT, 'public_bundle is append-only'); END;
CREATE TRIGGER public_bundle_is_not_deleted BEFORE DELETE ON public_bundle
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'public_bundle is append-only'); END;

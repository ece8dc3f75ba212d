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
);
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
);
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
);
CREATE TABLE dissent (
    event_id  TEXT NOT NULL REFERENCES event (id),
    number    BIGINT NOT NULL,
    account   TEXT NOT NULL,
    role      TEXT NOT NULL,
    reason    TEXT NOT NULL,
    at        BIGINT NOT NULL,
    full_name TEXT,
    PRIMARY KEY (event_id, number, account)
);
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
);
CREATE TABLE public_bundle (
    event_id TEXT NOT NULL REFERENCES event (id),
    number   BIGINT NOT NULL,
    cards    TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    bytes    BYTEA NOT NULL,
    made_at  BIGINT NOT NULL,
    PRIMARY KEY (event_id, number)
);

CREATE TRIGGER fact_tick_is_not_updated BEFORE UPDATE ON fact_tick FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fact_tick_is_not_deleted BEFORE DELETE ON fact_tick FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
CREATE TRIGGER spot_draw_is_not_updated BEFORE UPDATE ON spot_draw FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER spot_draw_is_not_deleted BEFORE DELETE ON spot_draw FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
CREATE TRIGGER spot_look_is_not_updated BEFORE UPDATE ON spot_look FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
CREATE TRIGGER spot_look_is_not_deleted BEFORE DELETE ON spot_look FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
CREATE TRIGGER dissent_is_not_updated BEFORE UPDATE ON dissent FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
CREATE TRIGGER dissent_is_not_deleted BEFORE DELETE ON dissent FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
CREATE FUNCTION refuse_rewritten_publish_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.approved IS NOT NULL AND NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved) THEN
        RAISE EXCEPTION 'what was decided stays decided';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publish_request_is_not_rewritten BEFORE UPDATE ON publish_request FOR EACH ROW EXECUTE FUNCTION refuse_rewritten_publish_request();
CREATE TRIGGER publish_request_is_not_deleted BEFORE DELETE ON publish_request FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER public_bundle_is_not_updated BEFORE UPDATE ON public_bundle FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER public_bundle_is_not_deleted BEFORE DELETE ON public_bundle FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();

DROP TRIGGER event_touched ON event;
CREATE TRIGGER event_touched AFTER INSERT OR DELETE OR UPDATE OF id, title, state, rules_text, rules_sha256, demo, rehearsal, provisional_open, created_at, closed_at, published_at, rehearsal_of, discarded_at, signers, result_from, notice_days, signed_at, archived_at, keep_days, objections_named, erased_at, signed, confirming, bundle_cards, spot_places
ON event FOR EACH ROW EXECUTE FUNCTION touch('id', 'id');
CREATE TRIGGER fact_tick_touched AFTER INSERT OR UPDATE OR DELETE ON fact_tick FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number', 'fact', 'digest');
CREATE TRIGGER spot_draw_touched AFTER INSERT OR UPDATE OR DELETE ON spot_draw FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number', 'turn');
CREATE TRIGGER spot_look_touched AFTER INSERT OR UPDATE OR DELETE ON spot_look FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number', 'op', 'turn');
CREATE TRIGGER dissent_touched AFTER INSERT OR UPDATE OR DELETE ON dissent FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number', 'account');
CREATE TRIGGER publish_request_touched AFTER INSERT OR UPDATE OR DELETE ON publish_request FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER public_bundle_touched AFTER INSERT OR UPDATE OR DELETE ON public_bundle FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');

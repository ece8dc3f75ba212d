DROP TRIGGER event_touched ON event;
DROP TABLE public_bundle;
DROP TABLE publish_request;
DROP TABLE dissent;
DROP TABLE spot_look;
DROP TABLE spot_draw;
DROP TABLE fact_tick;
DROP FUNCTION refuse_rewritten_publish_request();
ALTER TABLE publication DROP COLUMN second;
ALTER TABLE event DROP COLUMN spot_places;
ALTER TABLE event DROP COLUMN bundle_cards;
ALTER TABLE event DROP COLUMN confirming;
CREATE TRIGGER event_touched AFTER INSERT OR DELETE OR UPDATE OF id, title, state, rules_text, rules_sha256, demo, rehearsal, provisional_open, created_at, closed_at, published_at, rehearsal_of, discarded_at, signers, result_from, notice_days, signed_at, archived_at, keep_days, objections_named, erased_at, signed
ON event FOR EACH ROW EXECUTE FUNCTION touch('id', 'id');

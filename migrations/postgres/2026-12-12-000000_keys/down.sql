DROP TRIGGER event_touched ON event;
DROP TABLE link_request;
DROP TABLE handed_card;
DROP TABLE tablet_key;
ALTER TABLE session DROP COLUMN ended;
ALTER TABLE session DROP COLUMN key;
ALTER TABLE event DROP COLUMN signed;
ALTER TABLE operation DROP COLUMN sig;
ALTER TABLE operation DROP COLUMN key;
CREATE TRIGGER event_touched AFTER INSERT OR DELETE OR UPDATE OF id, title, state, rules_text, rules_sha256, demo, rehearsal, provisional_open, created_at, closed_at, published_at, rehearsal_of, discarded_at, signers, result_from, notice_days, signed_at, archived_at, keep_days, objections_named, erased_at
ON event FOR EACH ROW EXECUTE FUNCTION touch('id', 'id');

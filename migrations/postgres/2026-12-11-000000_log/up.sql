-- A log an event and one of the house (its id is empty): leaves that are hashed into a Merkle tree, payloads that can be
-- erased beside them, and signed heads. The audit of before is taken over into them when the program opens the database;
-- its rows stay as they are, without their payloads.
CREATE TABLE log (
    id         TEXT   NOT NULL PRIMARY KEY,
    size       BIGINT NOT NULL,
    edge       TEXT   NOT NULL,
    taken_over BIGINT NOT NULL
);
CREATE TABLE leaf (
    log        TEXT   NOT NULL,
    number     BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    who        TEXT   NOT NULL,
    act        TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    commitment TEXT   NOT NULL,
    hash       TEXT   NOT NULL,
    PRIMARY KEY (log, number)
);
CREATE INDEX leaf_of_thing ON leaf (log, subject, number) WHERE subject NOT LIKE 'card:%';
CREATE TABLE leaf_payload (
    log     TEXT   NOT NULL,
    number  BIGINT NOT NULL,
    salt    TEXT   NOT NULL,
    payload TEXT   NOT NULL,
    PRIMARY KEY (log, number)
);
CREATE TABLE head (
    log   TEXT   NOT NULL,
    size  BIGINT NOT NULL,
    at    BIGINT NOT NULL,
    cause TEXT   NOT NULL,
    note  TEXT   NOT NULL,
    PRIMARY KEY (log, size)
);

CREATE FUNCTION refuse_shrinking_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> OLD.id OR NEW.size <= OLD.size OR NEW.taken_over <> OLD.taken_over THEN
        RAISE EXCEPTION 'a log only grows';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION refuse_leaf_payload_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.log AND approved) THEN
        RAISE EXCEPTION 'a log is append-only';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER log_only_grows BEFORE UPDATE ON log FOR EACH ROW EXECUTE FUNCTION refuse_shrinking_log();
CREATE TRIGGER log_is_not_deleted BEFORE DELETE ON log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER leaf_is_not_changed BEFORE UPDATE OR DELETE ON leaf FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER leaf_payload_is_not_updated BEFORE UPDATE ON leaf_payload FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER leaf_payload_is_not_deleted BEFORE DELETE ON leaf_payload
FOR EACH ROW EXECUTE FUNCTION refuse_leaf_payload_unless_erased();
CREATE TRIGGER head_is_not_changed BEFORE UPDATE OR DELETE ON head FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Which rows a transaction has touched: written into a table of the program's own connection, so that it can put on record
-- what they have become. Whoever else changes a row is not heard, and found out by that. The arguments are the column that
-- says of which log a row is (`-` for the house) and those of its key.
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one jsonb;
    key jsonb;
BEGIN
    IF to_regclass('pg_temp.touched') IS NULL THEN RETURN NULL; END IF;
    FOREACH one IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[to_jsonb(NEW)]
        WHEN 'DELETE' THEN ARRAY[to_jsonb(OLD)]
        ELSE ARRAY[to_jsonb(OLD), to_jsonb(NEW)] END
    LOOP
        SELECT jsonb_agg(one -> TG_ARGV[n] ORDER BY n) INTO key FROM generate_series(1, TG_NARGS - 1) AS n;
        INSERT INTO pg_temp.touched (tbl, log, key)
        VALUES (TG_TABLE_NAME, CASE WHEN TG_ARGV[0] = '-' THEN '' ELSE one ->> TG_ARGV[0] END, key::text)
        ON CONFLICT DO NOTHING;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER event_touched AFTER INSERT OR DELETE OR UPDATE OF id, title, state, rules_text, rules_sha256, demo, rehearsal, provisional_open, created_at, closed_at, published_at, rehearsal_of, discarded_at, signers, result_from, notice_days, signed_at, archived_at, keep_days, objections_named, erased_at
ON event FOR EACH ROW EXECUTE FUNCTION touch('id', 'id');
CREATE TRIGGER entry_touched AFTER INSERT OR UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'position');
CREATE TRIGGER judge_touched AFTER INSERT OR UPDATE OR DELETE ON judge FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'position');
CREATE TRIGGER checkpoint_touched AFTER INSERT OR UPDATE OR DELETE ON checkpoint FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'position');
CREATE TRIGGER exclusion_touched AFTER INSERT OR UPDATE OR DELETE ON exclusion FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'position');
CREATE TRIGGER measure_touched AFTER INSERT OR UPDATE OR DELETE ON measure FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'component', 'entry');
CREATE TRIGGER adjustment_touched AFTER INSERT OR UPDATE OR DELETE ON adjustment FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'position');
CREATE TRIGGER decision_touched AFTER INSERT OR UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'position');
CREATE TRIGGER comment_touched AFTER INSERT OR UPDATE OR DELETE ON comment FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'position');
CREATE TRIGGER settled_touched AFTER INSERT OR UPDATE OR DELETE ON settled FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'rival', 'op');
CREATE TRIGGER ruling_touched AFTER INSERT OR UPDATE OR DELETE ON ruling FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'op');
CREATE TRIGGER sheet_touched AFTER INSERT OR UPDATE OR DELETE ON sheet FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'id');
CREATE TRIGGER typing_touched AFTER INSERT OR UPDATE OR DELETE ON typing FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'sheet', 'number');
CREATE TRIGGER sheet_end_touched AFTER INSERT OR UPDATE OR DELETE ON sheet_end FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'sheet');
CREATE TRIGGER refusal_touched AFTER INSERT OR UPDATE OR DELETE ON refusal FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'judge', 'op', 'outcome', 'body_sha256');
CREATE TRIGGER result_touched AFTER INSERT OR UPDATE OR DELETE ON result FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER withdrawal_touched AFTER INSERT OR UPDATE OR DELETE ON withdrawal FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'kind', 'position');
CREATE TRIGGER day_change_touched AFTER INSERT OR UPDATE OR DELETE ON day_change FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER signature_touched AFTER INSERT OR UPDATE OR DELETE ON signature FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number', 'account');
CREATE TRIGGER acceptance_touched AFTER INSERT OR UPDATE OR DELETE ON acceptance FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number', 'judge', 'component', 'entry');
CREATE TRIGGER tie_proposal_touched AFTER INSERT OR UPDATE OR DELETE ON tie_proposal FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER publication_touched AFTER INSERT OR UPDATE OR DELETE ON publication FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER reopening_touched AFTER INSERT OR UPDATE OR DELETE ON reopening FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER bundle_touched AFTER INSERT OR UPDATE OR DELETE ON bundle FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER objection_touched AFTER INSERT OR UPDATE OR DELETE ON objection FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER erasure_touched AFTER INSERT OR UPDATE OR DELETE ON erasure FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER rules_version_touched AFTER INSERT OR UPDATE OR DELETE ON rules_version FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER rules_proposal_touched AFTER INSERT OR UPDATE OR DELETE ON rules_proposal FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER account_touched AFTER INSERT OR UPDATE OR DELETE ON account FOR EACH ROW EXECUTE FUNCTION touch('-', 'name');
CREATE TRIGGER link_touched AFTER INSERT OR UPDATE OR DELETE ON link FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'token_sha256');
CREATE TRIGGER ask_touched AFTER INSERT OR UPDATE OR DELETE ON ask FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'judge', 'component', 'entry', 'at');
-- the payloads move to the leaves
DROP TRIGGER audit_payload_is_not_deleted ON audit_payload;
DROP FUNCTION refuse_payload_unless_erased();

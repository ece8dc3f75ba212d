DROP TRIGGER event_touched ON event;
DROP TRIGGER entry_touched ON entry;
DROP TRIGGER judge_touched ON judge;
DROP TRIGGER checkpoint_touched ON checkpoint;
DROP TRIGGER exclusion_touched ON exclusion;
DROP TRIGGER measure_touched ON measure;
DROP TRIGGER adjustment_touched ON adjustment;
DROP TRIGGER decision_touched ON decision;
DROP TRIGGER comment_touched ON comment;
DROP TRIGGER settled_touched ON settled;
DROP TRIGGER ruling_touched ON ruling;
DROP TRIGGER sheet_touched ON sheet;
DROP TRIGGER typing_touched ON typing;
DROP TRIGGER sheet_end_touched ON sheet_end;
DROP TRIGGER refusal_touched ON refusal;
DROP TRIGGER result_touched ON result;
DROP TRIGGER withdrawal_touched ON withdrawal;
DROP TRIGGER day_change_touched ON day_change;
DROP TRIGGER signature_touched ON signature;
DROP TRIGGER acceptance_touched ON acceptance;
DROP TRIGGER tie_proposal_touched ON tie_proposal;
DROP TRIGGER publication_touched ON publication;
DROP TRIGGER reopening_touched ON reopening;
DROP TRIGGER bundle_touched ON bundle;
DROP TRIGGER objection_touched ON objection;
DROP TRIGGER erasure_touched ON erasure;
DROP TRIGGER rules_version_touched ON rules_version;
DROP TRIGGER rules_proposal_touched ON rules_proposal;
DROP TRIGGER account_touched ON account;
DROP TRIGGER link_touched ON link;
DROP TRIGGER ask_touched ON ask;
DROP FUNCTION touch();
CREATE FUNCTION refuse_payload_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit JOIN erasure ON erasure.event_id = audit.event_id
        WHERE audit.number = OLD.number AND approved) THEN
        RAISE EXCEPTION 'the audit is append-only';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER audit_payload_is_not_deleted BEFORE DELETE ON audit_payload
FOR EACH ROW EXECUTE FUNCTION refuse_payload_unless_erased();
DROP TABLE head;
DROP TABLE leaf_payload;
DROP TABLE leaf;
DROP TABLE log;
DROP FUNCTION refuse_leaf_payload_unless_erased();
DROP FUNCTION refuse_shrinking_log();

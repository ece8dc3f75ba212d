DROP TRIGGER ask_is_not_updated ON ask;
DROP TRIGGER ask_is_not_deleted ON ask;
CREATE TRIGGER ask_is_not_changed BEFORE UPDATE OR DELETE ON ask
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TRIGGER day_change_is_not_updated ON day_change;
DROP TRIGGER day_change_is_not_deleted ON day_change;
CREATE TRIGGER day_change_is_not_changed BEFORE UPDATE OR DELETE ON day_change
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TRIGGER sheet_is_not_updated ON sheet;
DROP TRIGGER sheet_is_not_deleted ON sheet;
CREATE TRIGGER sheet_is_not_changed BEFORE UPDATE OR DELETE ON sheet
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TRIGGER typing_is_not_updated ON typing;
DROP TRIGGER typing_is_not_deleted ON typing;
CREATE TRIGGER typing_is_not_changed BEFORE UPDATE OR DELETE ON typing
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TRIGGER sheet_end_is_not_updated ON sheet_end;
DROP TRIGGER sheet_end_is_not_deleted ON sheet_end;
CREATE TRIGGER sheet_end_is_not_changed BEFORE UPDATE OR DELETE ON sheet_end
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TRIGGER ruling_is_not_updated ON ruling;
DROP TRIGGER ruling_is_not_deleted ON ruling;
CREATE TRIGGER ruling_is_not_changed BEFORE UPDATE OR DELETE ON ruling
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TRIGGER withdrawal_is_not_updated ON withdrawal;
DROP TRIGGER withdrawal_is_not_deleted ON withdrawal;
CREATE TRIGGER withdrawal_is_not_changed BEFORE UPDATE OR DELETE ON withdrawal
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TRIGGER acceptance_is_not_updated ON acceptance;
DROP TRIGGER acceptance_is_not_deleted ON acceptance;
CREATE TRIGGER acceptance_is_not_changed BEFORE UPDATE OR DELETE ON acceptance
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TRIGGER result_is_not_updated ON result;
DROP TRIGGER result_is_not_deleted ON result;
DROP TRIGGER operation_is_not_deleted ON operation;
DROP TRIGGER audit_payload_is_not_deleted ON audit_payload;
CREATE TRIGGER result_is_not_updated BEFORE UPDATE ON result
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TABLE objection;
DROP TABLE bundle;
DROP TABLE erasure;
ALTER TABLE reopening DROP COLUMN from_archive;
ALTER TABLE event DROP COLUMN erased_at;
ALTER TABLE event DROP COLUMN objections_named;
ALTER TABLE event DROP COLUMN keep_days;
DROP FUNCTION refuse_unless_erased();
DROP FUNCTION refuse_payload_unless_erased();
DROP FUNCTION refuse_rewritten_objection();
DROP FUNCTION refuse_rewritten_erasure();

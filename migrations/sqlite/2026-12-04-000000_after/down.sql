DROP TRIGGER ask_is_not_deleted;
CREATE TRIGGER ask_is_not_deleted BEFORE DELETE ON ask
BEGIN SELECT RAISE(ABORT, 'what was asked is append-only'); END;
DROP TRIGGER day_change_is_not_deleted;
CREATE TRIGGER day_change_is_not_deleted BEFORE DELETE ON day_change
BEGIN SELECT RAISE(ABORT, 'changes of the day are append-only'); END;
DROP TRIGGER sheet_is_not_deleted;
CREATE TRIGGER sheet_is_not_deleted BEFORE DELETE ON sheet
BEGIN SELECT RAISE(ABORT, 'sheets are append-only'); END;
DROP TRIGGER typing_is_not_deleted;
CREATE TRIGGER typing_is_not_deleted BEFORE DELETE ON typing
BEGIN SELECT RAISE(ABORT, 'typings are append-only'); END;
DROP TRIGGER sheet_end_is_not_deleted;
CREATE TRIGGER sheet_end_is_not_deleted BEFORE DELETE ON sheet_end
BEGIN SELECT RAISE(ABORT, 'ends of sheets are append-only'); END;
DROP TRIGGER ruling_is_not_deleted;
DROP TRIGGER withdrawal_is_not_deleted;
DROP TRIGGER acceptance_is_not_deleted;
DROP TRIGGER result_is_not_updated;
DROP TRIGGER result_is_not_deleted;
DROP TRIGGER operation_is_not_deleted;
DROP TRIGGER audit_payload_is_not_deleted;
CREATE TRIGGER ruling_is_not_deleted BEFORE DELETE ON ruling
BEGIN SELECT RAISE(ABORT, 'rulings are append-only'); END;
CREATE TRIGGER withdrawal_is_not_deleted BEFORE DELETE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'withdrawals are append-only'); END;
CREATE TRIGGER acceptance_is_not_deleted BEFORE DELETE ON acceptance
BEGIN SELECT RAISE(ABORT, 'acceptances are append-only'); END;
CREATE TRIGGER result_is_not_updated BEFORE UPDATE ON result
BEGIN SELECT RAISE(ABORT, 'a frozen result does not change'); END;
DROP TABLE objection;
DROP TABLE bundle;
DROP TABLE erasure;
ALTER TABLE reopening DROP COLUMN from_archive;
ALTER TABLE event DROP COLUMN erased_at;
ALTER TABLE event DROP COLUMN objections_named;
ALTER TABLE event DROP COLUMN keep_days;

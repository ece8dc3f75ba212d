-- Calling the entries up to report: how long each has, in which order they come (drawn by lot or entered), who reported when,
-- and what was over the limit.
CREATE TABLE call_setting (
    event_id  TEXT   NOT NULL REFERENCES event (id),
    number    BIGINT NOT NULL,
    limit_s   BIGINT NOT NULL,
    bell_s    BIGINT NOT NULL,
    component TEXT   NOT NULL,
    who       TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (event_id, number)
);
CREATE TABLE call_order (
    event_id TEXT    NOT NULL REFERENCES event (id),
    number   BIGINT  NOT NULL,
    kind     TEXT    NOT NULL,
    by_track BOOLEAN NOT NULL,
    size     BIGINT  NOT NULL,
    head     TEXT    NOT NULL,
    typed    TEXT    NOT NULL,
    seed     TEXT    NOT NULL,
    entries  TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    who      TEXT    NOT NULL,
    at       BIGINT  NOT NULL,
    PRIMARY KEY (event_id, number)
);
CREATE TABLE call_turn (
    event_id  TEXT   NOT NULL REFERENCES event (id),
    number    BIGINT NOT NULL,
    entry     TEXT   NOT NULL,
    limit_s   BIGINT NOT NULL,
    bell_s    BIGINT NOT NULL,
    called_at BIGINT NOT NULL,
    spans     TEXT   NOT NULL,
    ended_at  BIGINT,
    step      BIGINT NOT NULL,
    undone_at BIGINT,
    reason    TEXT   NOT NULL,
    PRIMARY KEY (event_id, number)
);
CREATE TABLE overtime (
    event_id   TEXT   NOT NULL REFERENCES event (id),
    number     BIGINT NOT NULL,
    entry      TEXT   NOT NULL,
    limit_s    BIGINT NOT NULL,
    used_s     BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    outcome    TEXT,
    adjustment BIGINT,
    reason     TEXT   NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    PRIMARY KEY (event_id, number)
);

CREATE TRIGGER call_setting_is_append_only BEFORE UPDATE OR DELETE ON call_setting FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_order_is_not_updated BEFORE UPDATE ON call_order FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased();
CREATE TRIGGER call_order_is_not_deleted BEFORE DELETE ON call_order FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_turn_is_not_rewritten BEFORE UPDATE ON call_turn FOR EACH ROW WHEN (OLD.undone_at IS NOT NULL) EXECUTE FUNCTION refuse_unless_erased();
CREATE TRIGGER call_turn_is_not_deleted BEFORE DELETE ON call_turn FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER overtime_is_not_rewritten BEFORE UPDATE ON overtime FOR EACH ROW WHEN (OLD.outcome IS NOT NULL) EXECUTE FUNCTION refuse_unless_erased();
CREATE TRIGGER overtime_is_not_deleted BEFORE DELETE ON overtime FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER call_setting_touched AFTER INSERT OR UPDATE OR DELETE ON call_setting FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER call_order_touched AFTER INSERT OR UPDATE OR DELETE ON call_order FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER call_turn_touched AFTER INSERT OR UPDATE OR DELETE ON call_turn FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');
CREATE TRIGGER overtime_touched AFTER INSERT OR UPDATE OR DELETE ON overtime FOR EACH ROW EXECUTE FUNCTION touch('event_id', 'event_id', 'number');

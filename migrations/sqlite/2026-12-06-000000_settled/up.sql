-- Which rivals of its card a recorded operation has picked over. The rival may come later than what names it: a server
-- that was restored from a backup gets operations again in another order.
CREATE TABLE settled (
    rival     TEXT NOT NULL,
    op        TEXT NOT NULL REFERENCES operation (op),
    event_id  TEXT NOT NULL REFERENCES event (id),
    judge     TEXT NOT NULL,
    component TEXT NOT NULL,
    entry     TEXT NOT NULL,
    PRIMARY KEY (rival, op)
);
CREATE INDEX settled_by ON settled (op);
CREATE INDEX settled_of_event ON settled (event_id);

-- Until now the next operation that counted settled a conflict without naming a rival: what it settled stays so.
INSERT INTO settled (rival, op, event_id, judge, component, entry)
SELECT rival.op, counts.op, rival.event_id, rival.judge, rival.component, rival.entry
FROM operation AS rival
JOIN operation AS counts ON counts.event_id = rival.event_id AND counts.judge = rival.judge
    AND counts.component = rival.component AND counts.entry = rival.entry
WHERE rival.outcome = 'conflict' AND counts.outcome = 'recorded' AND counts.revision > rival.revision
    AND (rival.base IS NULL OR rival.base <> counts.op)
    AND NOT EXISTS (SELECT 1 FROM operation AS beyond
        WHERE beyond.event_id = counts.event_id AND beyond.judge = counts.judge
        AND beyond.component = counts.component AND beyond.entry = counts.entry
        AND beyond.outcome = 'recorded' AND beyond.revision > counts.revision);

CREATE TRIGGER settled_is_not_updated BEFORE UPDATE ON settled
BEGIN SELECT RAISE(ABORT, 'what is settled is append-only'); END;
CREATE TRIGGER settled_is_not_deleted BEFORE DELETE ON settled
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.event_id = OLD.event_id AND approved)
BEGIN SELECT RAISE(ABORT, 'what is settled is append-only'); END;

-- What a judge has handed in after a version of the event: asked for with each answer to that judge's tablet.
CREATE INDEX operation_of_judge ON operation (event_id, judge, version);

-- What this version added: a device that has lost a card before it came.
INSERT INTO device (event_id, judge, id, last_seen, acked_seq, last_seq, battery, persisted, skew_ms, unsent, lost)
VALUES ('ev-v1eneyr', 'j2', 'loser', 1700000000000000, 1, 1, 50, FALSE, 0, '[]', '[{"seq":1,"component":"visit","entry":"A","at":1700000000000000}]');

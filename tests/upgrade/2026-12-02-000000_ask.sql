-- What this version added: that a missing card was asked for.
INSERT INTO ask (event_id, judge, component, entry, at, who) VALUES ('ev-v1eneyr', 'j3', 'visit', 'B', 1700000000000016, 'jia');

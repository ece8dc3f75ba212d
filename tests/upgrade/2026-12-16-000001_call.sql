-- What this version added: how long a report may be, two orders, a report that was set aside and one that was too long, and what
-- was decided about that.
INSERT INTO call_setting (event_id, number, limit_s, bell_s, component, who, at) VALUES ('ev-v1eneyr', 1, 480, 60, 'visit', 'account:jia', 1700000000000040);
INSERT INTO call_order (event_id, number, kind, by_track, size, head, typed, seed, entries, reason, who, at) VALUES ('ev-v1eneyr', 1, 'lot', FALSE, 3, '00ff', '4827', '0f0f', '["B","A","C"]', '', 'account:jia', 1700000000000041);
INSERT INTO call_order (event_id, number, kind, by_track, size, head, typed, seed, entries, reason, who, at) VALUES ('ev-v1eneyr', 2, 'hand', FALSE, 4, '00fe', '', '', '["A","C","B"]', '纪检一席在场见证', 'account:jia', 1700000000000042);
INSERT INTO call_turn (event_id, number, entry, limit_s, bell_s, called_at, spans, ended_at, step, undone_at, reason) VALUES ('ev-v1eneyr', 1, 'A', 480, 60, 1700000000000043, '[[1700000000000044,1700000000000045]]', NULL, 3, 1700000000000046, '话筒无声');
INSERT INTO call_turn (event_id, number, entry, limit_s, bell_s, called_at, spans, ended_at, step, undone_at, reason) VALUES ('ev-v1eneyr', 2, 'A', 480, 60, 1700000000000047, '[[1700000000000048,1700000504000048]]', 1700000504000048, 3, NULL, '');
INSERT INTO overtime (event_id, number, entry, limit_s, used_s, at, outcome, adjustment, reason, decided_by, decided_at) VALUES ('ev-v1eneyr', 2, 'A', 480, 504, 1700000504000048, 'waived', NULL, '领导插话', 'account:jia', 1700000504000049);

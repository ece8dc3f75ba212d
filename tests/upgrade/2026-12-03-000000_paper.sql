-- What this version added: a sheet of paper, typed twice and taken as what the card said already.
INSERT INTO sheet (id, event_id, judge, component, entry, reference, at) VALUES ('s1', 'ev-v1eneyr', 'j1', 'visit', 'A', '扫描件 1', 1700000000000017);
INSERT INTO typing (sheet, number, event_id, account, body, salt, rules, remark, at) VALUES ('s1', 1, 'ev-v1eneyr', 'jia', '{}', '00', 'r', '', 1700000000000018);
INSERT INTO typing (sheet, number, event_id, account, body, salt, rules, remark, at) VALUES ('s1', 2, 'ev-v1eneyr', 'yi', '{}', '01', 'r', '', 1700000000000019);
INSERT INTO sheet_end (sheet, event_id, outcome, number, op, account, remark, at) VALUES ('s1', 'ev-v1eneyr', 'same', 1, 'f0c4c567-076d-4619-b1b2-1c2612cd1289', 'yi', '', 1700000000000020);

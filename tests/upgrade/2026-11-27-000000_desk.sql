-- What this version added: what was taken back, signatures, publications, requests to open again.
INSERT INTO withdrawal (event_id, kind, position, reason, who, at) VALUES ('ev-v1eneyr', 'comment', 0, '写错', 'jia', 1700000000000003);
INSERT INTO signature (event_id, number, account, role, fingerprint, at) VALUES ('ev-v1eneyr', 1, 'jia', 'organiser', '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', 1700000000000004);
INSERT INTO acceptance (event_id, number, judge, component, entry, reason, who, at) VALUES ('ev-v1eneyr', 1, 'j1', 'visit', 'A', '经研究', 'jia', 1700000000000005);
INSERT INTO publication (event_id, number, fingerprint, who, at, days) VALUES ('ev-v1eneyr', 1, '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', 'jia', 1700000000000006, 5);
INSERT INTO reopening (event_id, number, reason, asked_by, asked_at, decided_by, decided_at, approved) VALUES ('ev-v1eneyr', 1, '有误', 'jia', 1700000000000007, 'yi', 1700000000000008, FALSE);

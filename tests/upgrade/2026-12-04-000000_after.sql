-- What this version added: a bundle, an objection, a request to erase that was declined.
INSERT INTO objection (event_id, number, result, token_sha256, name, unit, contact, entry, text, at) VALUES ('ev-v1eneyr', 1, 1, 'dd', '', '甲镇', '', 'A', '分数有疑问', 1700000000000021);
INSERT INTO erasure (event_id, number, reason, asked_by, asked_at, decided_by, decided_at, approved) VALUES ('ev-v1eneyr', 1, '期满', 'jia', 1700000000000022, 'yi', 1700000000000023, FALSE);
INSERT INTO bundle (event_id, number, sha256, bytes, made_at) VALUES ('ev-v1eneyr', 1, '6a3db24b8bc57d2ccdc198b2d7858ec657f34a7b2c9153bc04ca82d73170876d', BYTES(504b0506), 1700000000000024);

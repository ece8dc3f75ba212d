-- What this version added: a fact that was ticked, cards that were drawn and one that was looked at, somebody who did not agree,
-- a publication that a second person did not approve of, the bundle that everybody gets.
INSERT INTO fact_tick (event_id, number, fact, digest, account, at) VALUES ('ev-v1eneyr', 1, 'paper', '6f1c0f6d9d6e4f0fb6b5a0d1f2c3e4a56f1c0f6d9d6e4f0fb6b5a0d1f2c3e4a5', 'jian', 1700000000000030);
INSERT INTO spot_draw (event_id, number, turn, head, typed, seed, places, cards, is_all, account, at) VALUES ('ev-v1eneyr', 1, 1, '00ff', '4827', '0f0f', 3, '["0b7a3c52-5b8c-4a0e-9f5d-8a4c1d2e3f40"]', FALSE, 'jian', 1700000000000031);
INSERT INTO spot_look (event_id, number, op, turn, differs, remark, account, at) VALUES ('ev-v1eneyr', 1, '0b7a3c52-5b8c-4a0e-9f5d-8a4c1d2e3f40', 1, FALSE, '', 'jian', 1700000000000032);
INSERT INTO dissent (event_id, number, account, role, reason, at, full_name) VALUES ('ev-v1eneyr', 1, 'ji', 'teller', '有一张卡没有核对', 1700000000000033, '计票一席');
INSERT INTO publish_request (event_id, number, result, fingerprint, reason, asked_by, asked_at, decided_by, decided_at, approved) VALUES ('ev-v1eneyr', 1, 1, 'ff', 'no-signers', 'jia', 1700000000000034, 'yi', 1700000000000035, FALSE);
INSERT INTO public_bundle (event_id, number, cards, sha256, bytes, made_at) VALUES ('ev-v1eneyr', 1, 'pseudonymous', '6a3db24b8bc57d2ccdc198b2d7858ec657f34a7b2c9153bc04ca82d73170876d', BYTES(504b0506), 1700000000000036);

-- What this version added: the name of an account's person, and the one that somebody signed with.
INSERT INTO account (name, role, password, created_at, must_change, left_at, full_name) VALUES ('ding', 'teller', 'nor has that one', 1700000000000030, FALSE, NULL, '丁一');
INSERT INTO signature (event_id, number, account, role, fingerprint, at, full_name) VALUES ('ev-v1eneyr', 1, 'ding', 'teller', '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', 1700000000000031, '丁一');

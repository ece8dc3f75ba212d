-- What this version added: an announcement under way, and two links of walls of which one has ended.
INSERT INTO wall (event_id, scene, is_black, result, fingerprint, from_place, step, changed_at) VALUES ('ev-v1eneyr', 'reveal', FALSE, 1, '00', 3, 2, 1700000000000033);
INSERT INTO wall_link (event_id, number, token_sha256, name, made_by, made_at, ended_by, ended_at) VALUES ('ev-v1eneyr', 1, '0101010101010101010101010101010101010101010101010101010101010101', '主会场', 'account:jia', 1700000000000034, NULL, NULL);
INSERT INTO wall_link (event_id, number, token_sha256, name, made_by, made_at, ended_by, ended_at) VALUES ('ev-v1eneyr', 2, '0202020202020202020202020202020202020202020202020202020202020202', '', 'account:jia', 1700000000000035, 'account:yi', 1700000000000036);

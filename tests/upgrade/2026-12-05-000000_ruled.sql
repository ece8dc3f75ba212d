-- What this version added: a proposal of how a tie is to be ordered, and a decision that was taken over one tie.
INSERT INTO tie_proposal (event_id, number, turns, cause, reason, asked_by, asked_at, decided_by, decided_at, approved) VALUES ('ev-v1eneyr', 1, '[["A",1],["B",2]]', '第 1 名 · 90', '主席裁定', 'jia', 1700000000000025, 'yi', 1700000000000026, FALSE);

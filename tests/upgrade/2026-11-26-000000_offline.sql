-- What this version added: rulings, and columns that earlier rows got a value for.
INSERT INTO ruling (op, event_id, judge, admitted, reason, who, at, made) VALUES ('f0c4c567-076d-4619-b1b2-1c2612cd1289', 'ev-v1eneyr', 'j1', FALSE, '超时', 'jia', 1700000000000002, NULL);

-- What this version added: a rival that an operation has picked over, which has not come again after a restore.
INSERT INTO settled (rival, op, event_id, judge, component, entry) VALUES ('7a1f5a30-33d1-4d5f-9f0b-5f2a7a6d1c11', 'f0c4c567-076d-4619-b1b2-1c2612cd1289', 'ev-v1eneyr', 'j1', 'visit', 'A');

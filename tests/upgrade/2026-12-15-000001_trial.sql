-- What this version added: a rehearsal of the event that was tried out with known cards.
INSERT INTO trial (event_id, number, original, seed, cards, figures, differing, first, who, at) VALUES ('ev-v1eneyr', 1, 'ev-v1eneyr', 4827, 320, 140, 0, '', 'account:jia', 1700000000000032);

-- What this version added: a comment on one line of a card, which the card that came later has not. Panels are nobody's.
INSERT INTO comment (event_id, position, judge, component, entry, text, criterion) VALUES ('ev-v1eneyr', 1, 'j1', 'visit', 'A', '做法新', 'novelty');

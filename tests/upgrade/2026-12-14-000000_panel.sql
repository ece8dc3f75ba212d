-- What this version added: panels, which are labels where no judge has one, and a comment on one line of a card.
UPDATE entry SET panel = '东片' WHERE event_id = 'ev-v1eneyr' AND id IN ('A', 'B');
UPDATE entry SET panel = '西片' WHERE event_id = 'ev-v1eneyr' AND id = 'C';
INSERT INTO comment (event_id, position, judge, component, entry, text, criterion) VALUES ('ev-v1eneyr', 1, 'j1', 'visit', 'A', '做法新', 'novelty');

-- What this version added: what was changed on the day.
INSERT INTO day_change (event_id, number, kind, subject, told, reason, who, at) VALUES ('ev-v1eneyr', 1, 'skip', 'A', '{}', '暴雨', 'jia', 1700000000000014);
INSERT INTO day_change (event_id, number, kind, subject, told, reason, who, at) VALUES ('ev-v1eneyr', 2, 'unskip', 'A', '{}', '雨停', 'jia', 1700000000000015);

-- What this version took away: an account without what locked it.
INSERT INTO account (name, role, password, created_at, must_change, left_at) VALUES ('bing', 'official', 'nor has this one', 1700000000000012, FALSE, NULL);

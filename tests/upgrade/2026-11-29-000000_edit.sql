-- What this version added: whether a password must be changed, and who left.
INSERT INTO account (name, role, password, created_at, failures, locked_until, must_change, left_at) VALUES ('yi', 'organiser', 'nor this one', 1700000000000010, 0, NULL, TRUE, 1700000000000011);

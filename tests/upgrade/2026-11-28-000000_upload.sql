-- What this version added: an upload that is not confirmed, with a file in the encoding of the older spreadsheets.
INSERT INTO upload (account, id, at, event_id, setup_version, rules_from, rules_text, made) VALUES ('jia', 'u1', 1700000000000009, 'ev-v1eneyr', 1, '', '', NULL);
INSERT INTO upload_file (upload, position, name, bytes) VALUES ('u1', 0, 'entries.csv', BYTES(00ffd6d0));

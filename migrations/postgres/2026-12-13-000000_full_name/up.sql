-- The names of the people behind accounts, and under a signature the name that its account had then.
ALTER TABLE account ADD COLUMN full_name TEXT;
ALTER TABLE signature ADD COLUMN full_name TEXT;

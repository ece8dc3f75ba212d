ALTER TABLE signature DROP COLUMN full_name;
ALTER TABLE account DROP COLUMN full_name;

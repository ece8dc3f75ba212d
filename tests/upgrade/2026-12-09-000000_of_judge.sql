-- What this version added: an index, and no row.
SELECT 1;

-- What this version added the program fills when it opens the database: nothing could be there before.
SELECT 1;

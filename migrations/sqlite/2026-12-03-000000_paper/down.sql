DROP TABLE sheet_end;
DROP TABLE typing;
DROP TABLE sheet;

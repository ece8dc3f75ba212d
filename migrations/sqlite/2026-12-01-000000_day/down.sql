DROP TABLE day_change;

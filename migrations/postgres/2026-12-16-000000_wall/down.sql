DROP TABLE wall_link;
DROP TABLE wall;

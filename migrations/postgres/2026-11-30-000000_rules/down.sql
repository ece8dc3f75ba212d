DROP TABLE rules_proposal;
DROP TABLE rules_version;

DROP INDEX operation_of_judge;

DROP TABLE overtime;
DROP TABLE call_turn;
DROP TABLE call_order;
DROP TABLE call_setting;

DROP TABLE upload_file;
DROP TABLE upload;

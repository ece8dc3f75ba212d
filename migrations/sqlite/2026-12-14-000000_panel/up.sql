-- Panels (评审组) of entries and judges, and the line of a card that a comment is about.
ALTER TABLE entry ADD COLUMN panel TEXT;
ALTER TABLE judge ADD COLUMN panel TEXT;
ALTER TABLE comment ADD COLUMN criterion TEXT;

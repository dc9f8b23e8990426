-- Rows of these tables have been changed, deleted and moved about, and what was moved can stand in the file twice.
-- Emptying a whole table overwrites all its pages (secure_delete); what is kept goes back in.
CREATE TEMP TABLE kept AS SELECT * FROM drafts;
DELETE FROM drafts;
INSERT INTO drafts SELECT * FROM kept;
DROP TABLE kept;
CREATE TEMP TABLE kept AS SELECT * FROM snapshots;
DELETE FROM snapshots;
INSERT INTO snapshots SELECT * FROM kept;
DROP TABLE kept;

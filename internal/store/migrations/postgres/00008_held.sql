-- +goose Up

-- Whoever appends holds the row of the briefing until the end, so that it is there; a key that looks it up again for
-- every row was an eighth of the cost of a publish. No briefing is ever deleted, and the checkpoint's key still prevents it.
ALTER TABLE entries DROP CONSTRAINT entries_briefing_fkey;
ALTER TABLE items DROP CONSTRAINT items_briefing_fkey;
ALTER TABLE hashes DROP CONSTRAINT hashes_briefing_fkey;

-- +goose Down
ALTER TABLE entries ADD CONSTRAINT entries_briefing_fkey FOREIGN KEY (briefing) REFERENCES briefings (id);
ALTER TABLE items ADD CONSTRAINT items_briefing_fkey FOREIGN KEY (briefing) REFERENCES briefings (id);
ALTER TABLE hashes ADD CONSTRAINT hashes_briefing_fkey FOREIGN KEY (briefing) REFERENCES briefings (id);

-- Appending to one briefing is done by one transaction at a time; it holds the row until it ends.
SELECT id, name, origin, reconstruction, head, at FROM briefings WHERE id = ? FOR UPDATE

-- One without an entry that a checkpoint covers is still being gathered, and no briefing yet.
SELECT id, name, origin, reconstruction, head, at FROM briefings WHERE head > 0 ORDER BY name, id

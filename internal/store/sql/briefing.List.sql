SELECT id, name, origin, reconstruction, head, at FROM briefings ORDER BY name, id

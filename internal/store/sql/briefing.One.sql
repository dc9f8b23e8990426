SELECT id, name, origin, reconstruction, head, at FROM briefings WHERE id = ?

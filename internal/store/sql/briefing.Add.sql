INSERT INTO briefings (id, name, origin, reconstruction, head, at) VALUES (?, ?, ?, ?, 0, 0)

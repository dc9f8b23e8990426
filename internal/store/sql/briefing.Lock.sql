-- The transaction is already the only one that writes (BEGIN IMMEDIATE).
SELECT id, name, origin, reconstruction, head, at FROM briefings WHERE id = ?

INSERT INTO people (id, name, role, added, revoked, token_hash) VALUES (?, ?, ?, ?, 0, ?)
ON CONFLICT (token_hash) DO NOTHING

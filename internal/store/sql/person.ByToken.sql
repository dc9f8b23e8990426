SELECT id, name, role, added, revoked FROM people WHERE token_hash = ?

SELECT id, name, role, added, revoked FROM people WHERE id = ?

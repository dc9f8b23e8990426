SELECT id, name, role, added, revoked FROM people ORDER BY n

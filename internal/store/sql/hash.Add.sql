INSERT INTO hashes (briefing, place, hash) VALUES (?, ?, ?)

INSERT INTO bodies (briefing, seq, body, salt, removed) VALUES (?, ?, ?, ?, TRUE)

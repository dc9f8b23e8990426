INSERT INTO bodies (briefing, seq, body, salt) VALUES (?, ?, ?, ?)

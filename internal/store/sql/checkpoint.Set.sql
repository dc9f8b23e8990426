INSERT INTO checkpoints (briefing, size, signed) VALUES (?, ?, ?)
ON CONFLICT (briefing) DO UPDATE SET size = excluded.size, signed = excluded.signed

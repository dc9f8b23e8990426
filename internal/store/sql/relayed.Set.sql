INSERT INTO relayed (briefing, seq) VALUES (?, ?)
ON CONFLICT (briefing) DO UPDATE SET seq = excluded.seq

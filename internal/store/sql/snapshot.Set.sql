INSERT INTO snapshots (briefing, seq, state) VALUES (?, ?, ?)
ON CONFLICT (briefing, seq) DO UPDATE SET state = excluded.state

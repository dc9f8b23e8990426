INSERT INTO removals (briefing, seq, by_seq, class, at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (briefing, seq) DO UPDATE SET by_seq = excluded.by_seq, class = excluded.class, at = excluded.at

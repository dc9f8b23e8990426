INSERT INTO entries (briefing, seq, kind, item, shown_at, leaf) VALUES (?, ?, ?, ?, ?, ?)

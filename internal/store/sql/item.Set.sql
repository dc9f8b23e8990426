INSERT INTO items (briefing, item, rev, head, withdrawn) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (briefing, item) DO UPDATE SET rev = excluded.rev, head = excluded.head, withdrawn = excluded.withdrawn

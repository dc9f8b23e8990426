INSERT INTO lists (briefing, name, rev, text, person, at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (briefing, name) DO UPDATE SET rev = excluded.rev, text = excluded.text, person = excluded.person, at = excluded.at
WHERE lists.rev = excluded.rev - 1

INSERT INTO cosignatures (briefing, witness, size, line, at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (briefing, witness) DO UPDATE SET size = excluded.size, line = excluded.line, at = excluded.at
WHERE excluded.size > cosignatures.size OR excluded.size = cosignatures.size AND excluded.at > cosignatures.at

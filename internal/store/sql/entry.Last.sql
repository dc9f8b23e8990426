SELECT COALESCE(MAX(seq), 0) FROM entries WHERE briefing = ?

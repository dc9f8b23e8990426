SELECT briefing, name, rev, text, person, at FROM lists WHERE briefing = ? ORDER BY name

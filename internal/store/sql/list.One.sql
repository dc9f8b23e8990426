SELECT briefing, name, rev, text, person, at FROM lists WHERE briefing = ? AND name = ?

SELECT kind FROM entries WHERE briefing = ? AND item = ? ORDER BY seq LIMIT 1

SELECT leaf FROM entries WHERE briefing = ? AND seq BETWEEN ? AND ? ORDER BY seq

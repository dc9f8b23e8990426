SELECT rev, head, withdrawn FROM items WHERE briefing = ? AND item = ?

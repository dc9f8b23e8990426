SELECT item, rev, head, withdrawn FROM items WHERE briefing = ? ORDER BY item

DELETE FROM items WHERE briefing = ?

DELETE FROM bodies WHERE briefing = ?

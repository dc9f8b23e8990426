DELETE FROM bodies WHERE briefing = ? AND seq = ?

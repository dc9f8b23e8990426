DELETE FROM snapshots WHERE briefing = ? AND seq >= ?

DELETE FROM removals WHERE briefing = ?

DELETE FROM entries WHERE briefing = ?

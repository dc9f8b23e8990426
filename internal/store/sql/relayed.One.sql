SELECT seq FROM relayed WHERE briefing = ?

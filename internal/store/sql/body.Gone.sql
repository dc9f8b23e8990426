SELECT seq FROM bodies WHERE briefing = ? AND removed ORDER BY seq

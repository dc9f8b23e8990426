SELECT seq FROM snapshots WHERE briefing = ? AND seq <= ? ORDER BY seq

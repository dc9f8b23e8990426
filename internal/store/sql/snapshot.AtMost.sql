SELECT seq, state FROM snapshots WHERE briefing = ? AND seq <= ? ORDER BY seq DESC LIMIT 1

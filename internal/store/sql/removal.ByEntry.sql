SELECT seq FROM removals WHERE briefing = ? AND by_seq = ? ORDER BY seq

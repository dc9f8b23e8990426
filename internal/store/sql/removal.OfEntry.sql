SELECT by_seq FROM removals WHERE briefing = ? AND seq = ? AND replacement IS NOT NULL

-- Removals of something up to a sequence that were made after it.
SELECT COUNT(*) FROM removals WHERE briefing = ? AND seq <= ? AND by_seq > ?

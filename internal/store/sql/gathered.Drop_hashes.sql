DELETE FROM hashes WHERE briefing = ?

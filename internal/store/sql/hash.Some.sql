SELECT place, hash FROM hashes WHERE briefing = ? AND place IN (SELECT value FROM json_each(?))

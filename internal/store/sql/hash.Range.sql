SELECT place, hash FROM hashes WHERE briefing = ? AND place >= ? AND place < ? ORDER BY place

SELECT seq FROM bodies
WHERE briefing = ? AND removed AND (length(body) > 0 OR length(salt) > 0)
ORDER BY seq

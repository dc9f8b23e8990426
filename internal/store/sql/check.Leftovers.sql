-- A removal leaves zeros.
SELECT seq FROM bodies
WHERE briefing = ? AND removed AND (body <> zeroblob(length(body)) OR salt <> zeroblob(length(salt)))
ORDER BY seq

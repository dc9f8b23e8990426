-- Without a name it is that of the person, and where that is not known either, their id.
INSERT INTO audit (at, person, name, verb, object, briefing, seq)
VALUES (?, ?, COALESCE(NULLIF(?, ''), (SELECT name FROM people WHERE id = ?), ?), ?, ?, ?, ?)

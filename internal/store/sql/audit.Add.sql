INSERT INTO audit (at, person, name, verb, object, briefing, seq) VALUES (?, ?, ?, ?, ?, ?, ?)

INSERT INTO proposals (id, briefing, statement, outcome, dated, person, role, at, state, decider, note)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

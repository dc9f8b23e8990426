SELECT id, briefing, outcome, dated, person, role, at, state, decider, note FROM proposals WHERE briefing = ? AND state = 'waits' ORDER BY n LIMIT ?

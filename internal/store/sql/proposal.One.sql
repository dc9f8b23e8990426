SELECT id, briefing, outcome, dated, person, role, at, state, decider, note FROM proposals WHERE briefing = ? AND id = ?

SELECT at, person, name, verb, object, briefing, seq FROM audit WHERE briefing = ? AND verb = ? ORDER BY n DESC LIMIT ?

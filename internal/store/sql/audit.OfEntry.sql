SELECT at, person, name, verb, object, briefing, seq FROM audit WHERE briefing = ? AND seq = ? ORDER BY n LIMIT 1

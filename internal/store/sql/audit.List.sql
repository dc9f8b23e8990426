SELECT at, person, name, verb, object, briefing, seq FROM audit ORDER BY n DESC LIMIT ?

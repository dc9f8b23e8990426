UPDATE bodies SET body = '', salt = '', removed = TRUE WHERE briefing = ? AND seq = ?

SELECT signed FROM checkpoints WHERE briefing = ?

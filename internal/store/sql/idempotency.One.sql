SELECT act_key, seq, digest FROM idempotency WHERE briefing = ? AND act_key = ?

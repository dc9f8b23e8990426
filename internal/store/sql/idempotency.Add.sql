INSERT INTO idempotency (briefing, act_key, seq, digest) VALUES (?, ?, ?, ?)

INSERT INTO idempotency (briefing, act_key, seq, digest)
SELECT * FROM unnest(?::text[], ?::text[], ?::bigint[], ?::bytea[])

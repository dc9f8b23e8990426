SELECT i.act_key, i.seq, i.digest
FROM unnest(?::text[], ?::text[]) AS asked (briefing, act_key),
    LATERAL (SELECT act_key, seq, digest FROM idempotency WHERE briefing = asked.briefing AND act_key = asked.act_key LIMIT 1) i

SELECT i.act_key, i.seq, i.digest
FROM (SELECT ?::text AS briefing) b, jsonb_array_elements_text(?::text::jsonb) AS asked (act_key),
    LATERAL (SELECT act_key, seq, digest FROM idempotency WHERE briefing = b.briefing AND act_key = asked.act_key LIMIT 1) i

SELECT e.leaf, b.body, b.salt, COALESCE(r.by_seq, 0), COALESCE(r.class, ''), COALESCE(r.at, 0), o.body
FROM (SELECT ?::text AS briefing) w, jsonb_array_elements_text(?::text::jsonb) AS asked (seq),
    LATERAL (SELECT briefing, seq, leaf FROM entries WHERE briefing = w.briefing AND seq = asked.seq::bigint LIMIT 1) e
LEFT JOIN bodies b ON b.briefing = e.briefing AND b.seq = e.seq AND NOT b.removed
LEFT JOIN removals r ON r.briefing = e.briefing AND r.seq = e.seq
LEFT JOIN bodies o ON o.briefing = r.briefing AND o.seq = r.by_seq AND NOT o.removed
ORDER BY e.seq

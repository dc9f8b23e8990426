SELECT i.item, i.rev, i.head, i.withdrawn,
    COALESCE((SELECT e.kind FROM entries e WHERE e.briefing = b.briefing AND e.item = i.item ORDER BY e.seq LIMIT 1), '')
FROM (SELECT ?::text AS briefing) b, jsonb_array_elements_text(?::text::jsonb) AS asked (item),
    LATERAL (SELECT item, rev, head, withdrawn FROM items WHERE briefing = b.briefing AND item = asked.item LIMIT 1) i

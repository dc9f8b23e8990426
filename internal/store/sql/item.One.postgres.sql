-- Many at once, with one look into the index for each, whatever the planner thinks of the table.
SELECT i.item, i.rev, i.head, i.withdrawn,
    COALESCE((SELECT e.kind FROM entries e WHERE e.briefing = i.briefing AND e.item = i.item ORDER BY e.seq LIMIT 1), '')
FROM unnest(?::text[], ?::text[]) AS asked (briefing, item),
    LATERAL (SELECT * FROM items WHERE briefing = asked.briefing AND item = asked.item LIMIT 1) i

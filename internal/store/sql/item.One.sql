SELECT i.item, i.rev, i.head, i.withdrawn,
    COALESCE((SELECT e.kind FROM entries e WHERE e.briefing = i.briefing AND e.item = i.item ORDER BY e.seq LIMIT 1), '')
FROM items i WHERE i.briefing = ? AND i.item = ?

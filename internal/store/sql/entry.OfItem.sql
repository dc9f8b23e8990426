SELECT e.leaf, b.body, b.salt, COALESCE(r.by_seq, 0), COALESCE(r.class, ''), COALESCE(r.at, 0), o.body
FROM entries e
LEFT JOIN bodies b ON b.briefing = e.briefing AND b.seq = e.seq AND NOT b.removed
LEFT JOIN removals r ON r.briefing = e.briefing AND r.seq = e.seq
LEFT JOIN bodies o ON o.briefing = r.briefing AND o.seq = r.by_seq AND NOT o.removed
WHERE e.briefing = ? AND e.item = ?
ORDER BY e.seq

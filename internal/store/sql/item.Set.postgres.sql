INSERT INTO items (briefing, item, rev, head, withdrawn)
SELECT * FROM unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::boolean[])
ON CONFLICT (briefing, item) DO UPDATE SET rev = excluded.rev, head = excluded.head, withdrawn = excluded.withdrawn

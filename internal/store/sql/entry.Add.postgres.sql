INSERT INTO entries (briefing, seq, kind, item, shown_at, leaf)
SELECT * FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::bytea[])

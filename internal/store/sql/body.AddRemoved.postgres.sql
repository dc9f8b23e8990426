INSERT INTO bodies (briefing, seq, body, salt, removed)
SELECT *, TRUE FROM unnest(?::text[], ?::bigint[], ?::bytea[], ?::bytea[])

INSERT INTO bodies (briefing, seq, body, salt) SELECT * FROM unnest(?::text[], ?::bigint[], ?::bytea[], ?::bytea[])

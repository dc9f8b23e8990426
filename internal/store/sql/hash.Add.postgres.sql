INSERT INTO hashes (briefing, place, hash) SELECT * FROM unnest(?::text[], ?::bigint[], ?::bytea[])

-- One look into the index for each, whatever the planner thinks of the table.
SELECT h.place, h.hash
FROM (SELECT ?::text AS briefing) b, jsonb_array_elements_text(?::text::jsonb) AS asked (place),
    LATERAL (SELECT place, hash FROM hashes WHERE briefing = b.briefing AND place = asked.place::bigint LIMIT 1) h

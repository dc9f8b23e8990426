SELECT place, hash FROM hashes
WHERE briefing = ? AND place = ANY (ARRAY(SELECT jsonb_array_elements_text(?::text::jsonb)::bigint))

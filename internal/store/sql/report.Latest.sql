SELECT id, source, outlet, briefing, title, url, language, published, fetched, media_type, decoder, sha256, state, summary, added_by, content, raw FROM reports
WHERE source = ? AND url = ? ORDER BY n DESC LIMIT 1

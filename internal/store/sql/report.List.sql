-- An empty filter takes all; the last one is the report that the page before ended with.
SELECT id, source, outlet, briefing, title, url, language, published, fetched, media_type, decoder, sha256, state, summary, added_by, NULL, NULL FROM reports
WHERE (? = '' OR briefing = ?) AND (? = '' OR state = ?) AND (? = '' OR source = ?)
  AND (? = '' OR n < (SELECT last.n FROM reports last WHERE last.id = ?))
ORDER BY n DESC LIMIT ?

-- PostgreSQL has no key that would prevent these.
SELECT briefing FROM entries UNION SELECT briefing FROM items UNION SELECT briefing FROM hashes
EXCEPT SELECT id FROM briefings ORDER BY 1

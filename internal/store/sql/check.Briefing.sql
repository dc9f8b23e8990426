-- In one statement, so that it fits together while others publish.
SELECT b.head, b.at, COALESCE(c.size, 0), c.signed FROM briefings b LEFT JOIN checkpoints c ON c.briefing = b.id WHERE b.id = ?

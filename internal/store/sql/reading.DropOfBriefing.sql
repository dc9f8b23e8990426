DELETE FROM readings WHERE made_by = ? AND report IN (SELECT id FROM reports WHERE briefing = ?)

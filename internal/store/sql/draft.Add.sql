INSERT INTO drafts (id, briefing, kind, item, if_rev, lang, dated, body, embargo_until, act_key, person, role, saved, reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

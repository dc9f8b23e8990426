SELECT id, briefing, kind, item, if_rev, lang, dated, body, embargo_until, act_key, person, role, saved, reason FROM drafts WHERE briefing = ? ORDER BY n

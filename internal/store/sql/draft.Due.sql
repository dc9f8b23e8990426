SELECT id, briefing, kind, item, if_rev, lang, dated, body, embargo_until, act_key, person, role, saved, reason FROM drafts WHERE embargo_until > 0 AND embargo_until <= ? ORDER BY embargo_until, n

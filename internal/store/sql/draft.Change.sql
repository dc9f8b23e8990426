UPDATE drafts SET kind = ?, item = ?, if_rev = ?, lang = ?, dated = ?, body = ?, person = ?, saved = ?, reason = ''
WHERE briefing = ? AND id = ?

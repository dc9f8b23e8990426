-- The embargo is over but the act could not be published: from here on it waits for a person.
UPDATE drafts SET embargo_until = 0, act_key = '', reason = ? WHERE briefing = ? AND id = ?

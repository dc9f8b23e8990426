DELETE FROM drafts WHERE briefing = ? AND id = ?

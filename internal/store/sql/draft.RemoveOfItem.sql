DELETE FROM drafts WHERE briefing = ? AND item = ?

SELECT COALESCE(MIN(embargo_until), 0) FROM drafts WHERE embargo_until > 0

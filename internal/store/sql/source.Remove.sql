DELETE FROM sources WHERE id = ?

SELECT 1 FROM reports WHERE id = ?

SELECT id FROM reports WHERE sha256 = ?

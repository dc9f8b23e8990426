UPDATE sources SET health = ?, sentence = ?, checked = ?, changed = ?, next = ?, failures = ?, etag = ?, last_modified = ?
WHERE id = ?

UPDATE briefings SET name = ?, head = ?, at = ? WHERE id = ?

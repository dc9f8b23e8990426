UPDATE reports SET state = ? WHERE id = ?

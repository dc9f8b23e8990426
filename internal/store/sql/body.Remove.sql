-- The same number of bytes goes to the same place in the file.
UPDATE bodies SET body = zeroblob(length(body)), salt = zeroblob(length(salt)), removed = 1 WHERE briefing = ? AND seq = ?

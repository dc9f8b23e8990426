DELETE FROM briefings WHERE id = ? AND head = 0

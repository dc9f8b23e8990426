DELETE FROM apart WHERE report = ? AND other = ?

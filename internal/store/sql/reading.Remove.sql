DELETE FROM readings WHERE report = ?

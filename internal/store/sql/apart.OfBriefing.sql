SELECT a.report, a.other FROM apart a JOIN reports r ON r.id = a.report WHERE r.briefing = ? ORDER BY a.report, a.other

INSERT INTO apart (report, other, at) VALUES (?, ?, ?) ON CONFLICT (report, other) DO NOTHING

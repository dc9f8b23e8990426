INSERT INTO readings (report, made_by, at, reading) VALUES (?, ?, ?, ?)
ON CONFLICT (report) DO UPDATE SET made_by = excluded.made_by, at = excluded.at, reading = excluded.reading

SELECT 1 FROM writer WHERE session <> ?

-- The session that holds the lock, 0 when none does, and for how many milliseconds it has said nothing.
SELECT w.name, w.since, w.epoch, COALESCE(l.pid, 0), COALESCE(EXTRACT(EPOCH FROM clock_timestamp() - a.state_change) * 1000, 0)::bigint
FROM writer w
LEFT JOIN pg_locks l ON l.locktype = 'advisory' AND l.classid = 1818391159 AND l.objid = 1 AND l.objsubid = 2 AND l.granted
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
LEFT JOIN pg_stat_activity a ON a.pid = l.pid

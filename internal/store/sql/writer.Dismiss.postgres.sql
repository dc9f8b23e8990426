-- What the writer before left open: it may be paused in the middle of a transaction, or cut off.
SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a, writer w
WHERE a.datname = current_database() AND a.application_name = w.session AND w.session NOT IN ('', ?) AND a.pid <> pg_backend_pid()

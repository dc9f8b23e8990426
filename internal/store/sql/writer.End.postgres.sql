SELECT pg_terminate_backend(?::int)

-- The server's own vacuum sees to it.
SELECT 1

-- Whoever takes over waits for the transactions that hold the row, and they hold it to their end.
SELECT epoch FROM writer FOR SHARE

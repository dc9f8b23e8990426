-- No address name begins with a tilde.
UPDATE briefings SET name = '~' || id WHERE name = ? AND id <> ?

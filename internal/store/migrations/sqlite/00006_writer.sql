-- +goose Up

-- Who writes the record. One server does at a time; each that takes over raises the epoch, and a transaction that finds
-- another epoch than its own writes nothing. session is the name under which the connections of that server are known.
CREATE TABLE writer (
    one     INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    epoch   INTEGER NOT NULL,
    since   INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    session TEXT    NOT NULL
) STRICT;
INSERT INTO writer (one, epoch, since, name, session) VALUES (1, 0, 0, '', '');

-- +goose Down
DROP TABLE writer;

-- +goose Up

-- Outcomes that somebody proposes and somebody else decides. They are not in the record until they are approved.
CREATE TABLE proposals (
    n         INTEGER PRIMARY KEY AUTOINCREMENT,
    id        TEXT    NOT NULL UNIQUE,
    briefing  TEXT    NOT NULL REFERENCES briefings (id),
    statement TEXT    NOT NULL,
    outcome   BLOB    NOT NULL,
    dated     INTEGER NOT NULL,
    person    TEXT    NOT NULL,
    role      TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('waits', 'approved', 'declined')),
    decider   TEXT    NOT NULL,
    note      TEXT    NOT NULL
) STRICT;
CREATE INDEX proposals_by_briefing ON proposals (briefing, state, n);

-- +goose Down
DROP TABLE proposals;

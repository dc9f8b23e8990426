-- +goose Up

-- Outcomes that somebody proposes and somebody else decides. They are not in the record until they are approved.
CREATE TABLE proposals (
    n         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id        TEXT    NOT NULL UNIQUE,
    briefing  TEXT    NOT NULL REFERENCES briefings (id),
    statement TEXT    NOT NULL,
    outcome   BYTEA    NOT NULL,
    dated     BIGINT NOT NULL,
    person    TEXT    NOT NULL,
    role      TEXT    NOT NULL,
    at        BIGINT NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('waits', 'approved', 'declined')),
    decider   TEXT    NOT NULL,
    note      TEXT    NOT NULL
);
CREATE INDEX proposals_by_briefing ON proposals (briefing, state, n);

-- +goose Down
DROP TABLE proposals;

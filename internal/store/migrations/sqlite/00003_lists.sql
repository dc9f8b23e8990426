-- +goose Up

-- What a desk teaches the reader: one list of each name for a briefing, as the desk wrote it. rev counts its changes.
CREATE TABLE lists (
    briefing TEXT    NOT NULL REFERENCES briefings (id),
    name     TEXT    NOT NULL,
    rev      INTEGER NOT NULL,
    text     TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (briefing, name)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE lists;

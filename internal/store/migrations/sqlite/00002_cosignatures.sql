-- +goose Up

-- The newest cosignature of each witness, under the publisher's checkpoint over size entries. witness is the name of its
-- key, a plus, and the key's id.
CREATE TABLE cosignatures (
    briefing TEXT    NOT NULL REFERENCES briefings (id),
    witness  TEXT    NOT NULL,
    size     INTEGER NOT NULL,
    line     TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (briefing, witness)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE cosignatures;

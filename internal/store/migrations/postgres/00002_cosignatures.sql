-- +goose Up

-- The newest cosignature of each witness, under the publisher's checkpoint over size entries. witness is the name of its
-- key, a plus, and the key's id.
CREATE TABLE cosignatures (
    briefing TEXT    NOT NULL REFERENCES briefings (id),
    witness  TEXT    NOT NULL,
    size     BIGINT  NOT NULL,
    line     TEXT    NOT NULL,
    at       BIGINT  NOT NULL,
    PRIMARY KEY (briefing, witness)
);

-- +goose Down
DROP TABLE cosignatures;

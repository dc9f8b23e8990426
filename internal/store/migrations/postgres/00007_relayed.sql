-- +goose Up

-- How far each briefing's record was sent to edges. It can be lost: everything is sent again then.
CREATE TABLE relayed (
    briefing TEXT   NOT NULL PRIMARY KEY REFERENCES briefings (id),
    seq      BIGINT NOT NULL
);

-- +goose Down
DROP TABLE relayed;

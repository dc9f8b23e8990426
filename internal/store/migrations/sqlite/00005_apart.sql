-- +goose Up

-- Reports of which a person said that they are not the same, though the program proposes it: once for each two, the
-- smaller id in report.
CREATE TABLE apart (
    report TEXT    NOT NULL REFERENCES reports (id),
    other  TEXT    NOT NULL REFERENCES reports (id),
    at     INTEGER NOT NULL,
    PRIMARY KEY (report, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX apart_by_other ON apart (other);

-- What the rules read is made when it is asked for; only readings from outside are kept.
DELETE FROM readings WHERE made_by = 'rules';

-- +goose Down
DROP TABLE apart;

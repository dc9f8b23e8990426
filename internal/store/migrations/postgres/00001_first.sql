-- Times are milliseconds since 1970 in UTC; 0 stands for "not known". Ids are opaque text.

-- +goose Up

-- One row per briefing; head and at repeat the last entry so that appending reads one row.
CREATE TABLE briefings (
    id             TEXT    NOT NULL PRIMARY KEY,
    name           TEXT    NOT NULL UNIQUE,
    origin         TEXT    NOT NULL UNIQUE,
    reconstruction BOOLEAN NOT NULL,
    head           BIGINT  NOT NULL,
    at             BIGINT  NOT NULL
);

-- The record. leaf holds the bytes that were hashed and is the truth; the other columns are read from it.
CREATE TABLE entries (
    briefing TEXT    NOT NULL REFERENCES briefings (id),
    seq      BIGINT  NOT NULL,
    kind     TEXT    NOT NULL,
    item     TEXT    NOT NULL,
    shown_at BIGINT  NOT NULL,
    leaf     BYTEA   NOT NULL,
    PRIMARY KEY (briefing, seq)
);
CREATE INDEX entries_by_item ON entries (briefing, item, seq);
CREATE INDEX entries_by_time ON entries (briefing, shown_at, seq);

-- What stands beside an entry, until a redaction empties it.
CREATE TABLE bodies (
    briefing TEXT    NOT NULL,
    seq      BIGINT  NOT NULL,
    body     BYTEA   NOT NULL,
    salt     BYTEA   NOT NULL,
    removed  BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (briefing, seq),
    FOREIGN KEY (briefing, seq) REFERENCES entries (briefing, seq)
);

-- Which entry took a body away. What stands in its place is read from the body of that entry.
CREATE TABLE removals (
    briefing TEXT    NOT NULL,
    seq      BIGINT  NOT NULL,
    by_seq   BIGINT  NOT NULL,
    class    TEXT    NOT NULL,
    at       BIGINT  NOT NULL,
    PRIMARY KEY (briefing, seq),
    FOREIGN KEY (briefing, seq) REFERENCES entries (briefing, seq),
    FOREIGN KEY (briefing, by_seq) REFERENCES entries (briefing, seq)
);

-- Where every item stands: its revision and the entry that made it.
CREATE TABLE items (
    briefing  TEXT    NOT NULL REFERENCES briefings (id),
    item      TEXT    NOT NULL,
    rev       BIGINT  NOT NULL,
    head      BIGINT  NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (briefing, item)
);

-- The Merkle tree in the order of tlog.StoredHashIndex.
CREATE TABLE hashes (
    briefing TEXT    NOT NULL REFERENCES briefings (id),
    place    BIGINT  NOT NULL,
    hash     BYTEA   NOT NULL,
    PRIMARY KEY (briefing, place)
);

CREATE TABLE checkpoints (
    briefing TEXT    NOT NULL PRIMARY KEY REFERENCES briefings (id),
    size     BIGINT  NOT NULL,
    signed   BYTEA   NOT NULL
);

CREATE TABLE snapshots (
    briefing TEXT    NOT NULL REFERENCES briefings (id),
    seq      BIGINT  NOT NULL,
    state    BYTEA   NOT NULL,
    PRIMARY KEY (briefing, seq)
);

-- Which act a key stands for. The digest covers everything but the body, which its entry's commit covers.
CREATE TABLE idempotency (
    briefing TEXT    NOT NULL,
    act_key  TEXT    NOT NULL,
    seq      BIGINT  NOT NULL,
    digest   BYTEA   NOT NULL,
    PRIMARY KEY (briefing, act_key),
    FOREIGN KEY (briefing, seq) REFERENCES entries (briefing, seq)
);

-- Acts that are not in the record: being written (embargo_until = 0), or waiting for an embargo to lift.
CREATE TABLE drafts (
    n             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id            TEXT    NOT NULL UNIQUE,
    briefing      TEXT    NOT NULL REFERENCES briefings (id),
    kind          TEXT    NOT NULL,
    item          TEXT    NOT NULL,
    if_rev        BIGINT  NOT NULL,
    lang          TEXT    NOT NULL,
    dated         BIGINT  NOT NULL,
    body          BYTEA   NOT NULL,
    embargo_until BIGINT  NOT NULL,
    act_key       TEXT    NOT NULL,
    person        TEXT    NOT NULL,
    role          TEXT    NOT NULL,
    saved         BIGINT  NOT NULL,
    reason        TEXT    NOT NULL
);
CREATE INDEX drafts_by_embargo ON drafts (embargo_until) WHERE embargo_until > 0;
CREATE UNIQUE INDEX drafts_by_key ON drafts (briefing, act_key) WHERE act_key <> '';

CREATE TABLE reports (
    n          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    source     TEXT    NOT NULL,
    outlet     TEXT    NOT NULL,
    briefing   TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    url        TEXT    NOT NULL,
    language   TEXT    NOT NULL,
    published  BIGINT  NOT NULL,
    fetched    BIGINT  NOT NULL,
    media_type TEXT    NOT NULL,
    decoder    TEXT    NOT NULL,
    sha256     TEXT    NOT NULL UNIQUE,
    state      TEXT    NOT NULL,
    summary    TEXT    NOT NULL,
    added_by   TEXT    NOT NULL,
    content    BYTEA   NOT NULL,
    raw        BYTEA   NOT NULL
);
CREATE INDEX reports_by_briefing ON reports (briefing, n);
CREATE INDEX reports_by_address ON reports (source, url, n);

CREATE TABLE readings (
    report  TEXT    NOT NULL PRIMARY KEY REFERENCES reports (id),
    made_by TEXT    NOT NULL,
    at      BIGINT  NOT NULL,
    reading BYTEA   NOT NULL
);

CREATE TABLE sources (
    n             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id            TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    language      TEXT    NOT NULL,
    address       TEXT    NOT NULL,
    briefing      TEXT    NOT NULL,
    every_ms      BIGINT  NOT NULL,
    added_by      TEXT    NOT NULL,
    health        TEXT    NOT NULL,
    sentence      TEXT    NOT NULL,
    checked       BIGINT  NOT NULL,
    changed       BIGINT  NOT NULL,
    next          BIGINT  NOT NULL,
    failures      BIGINT  NOT NULL,
    etag          TEXT    NOT NULL,
    last_modified TEXT    NOT NULL,
    UNIQUE (address, briefing)
);

CREATE TABLE people (
    n          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    added      BIGINT  NOT NULL,
    revoked    BIGINT  NOT NULL,
    token_hash BYTEA   NOT NULL UNIQUE
);

-- Who did what; never published.
CREATE TABLE audit (
    n        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       BIGINT  NOT NULL,
    person   TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    verb     TEXT    NOT NULL,
    object   TEXT    NOT NULL,
    briefing TEXT    NOT NULL,
    seq      BIGINT  NOT NULL
);
CREATE INDEX audit_by_entry ON audit (briefing, seq);

-- +goose Down
DROP TABLE audit;
DROP TABLE people;
DROP TABLE sources;
DROP TABLE readings;
DROP TABLE reports;
DROP TABLE drafts;
DROP TABLE idempotency;
DROP TABLE snapshots;
DROP TABLE checkpoints;
DROP TABLE hashes;
DROP TABLE items;
DROP TABLE removals;
DROP TABLE bodies;
DROP TABLE entries;
DROP TABLE briefings;

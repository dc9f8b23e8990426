-- Times are milliseconds since 1970 in UTC; 0 stands for "not known". Ids are opaque text.

-- +goose Up

-- One row per briefing; head and at repeat the last entry so that appending reads one row.
CREATE TABLE briefings (
    id             TEXT    NOT NULL PRIMARY KEY,
    name           TEXT    NOT NULL UNIQUE,
    origin         TEXT    NOT NULL UNIQUE,
    reconstruction INTEGER NOT NULL,
    head           INTEGER NOT NULL,
    at             INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The record. leaf holds the bytes that were hashed and is the truth; the other columns are read from it.
CREATE TABLE entries (
    briefing TEXT    NOT NULL REFERENCES briefings (id),
    seq      INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    item     TEXT    NOT NULL,
    shown_at INTEGER NOT NULL,
    leaf     BLOB    NOT NULL,
    PRIMARY KEY (briefing, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_by_item ON entries (briefing, item, seq);
CREATE INDEX entries_by_time ON entries (briefing, shown_at, seq);

-- What stands beside an entry. Rows are only ever added at the end, and a redaction overwrites them in place with as
-- many zeros: a row that is deleted or moved would leave copies in the unused parts of the file's pages.
CREATE TABLE bodies (
    briefing TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    body     BLOB    NOT NULL,
    salt     BLOB    NOT NULL,
    removed  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (briefing, seq),
    FOREIGN KEY (briefing, seq) REFERENCES entries (briefing, seq)
) STRICT;

-- Which entry took a body away. What stands in its place is read from the body of that entry.
CREATE TABLE removals (
    briefing TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    by_seq   INTEGER NOT NULL,
    class    TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (briefing, seq),
    FOREIGN KEY (briefing, seq) REFERENCES entries (briefing, seq),
    FOREIGN KEY (briefing, by_seq) REFERENCES entries (briefing, seq)
) STRICT;

-- Where every item stands: its revision and the entry that made it.
CREATE TABLE items (
    briefing  TEXT    NOT NULL REFERENCES briefings (id),
    item      TEXT    NOT NULL,
    rev       INTEGER NOT NULL,
    head      INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    PRIMARY KEY (briefing, item)
) STRICT, WITHOUT ROWID;

-- The Merkle tree in the order of tlog.StoredHashIndex.
CREATE TABLE hashes (
    briefing TEXT    NOT NULL REFERENCES briefings (id),
    place    INTEGER NOT NULL,
    hash     BLOB    NOT NULL,
    PRIMARY KEY (briefing, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
    briefing TEXT    NOT NULL PRIMARY KEY REFERENCES briefings (id),
    size     INTEGER NOT NULL,
    signed   BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshots (
    briefing TEXT    NOT NULL REFERENCES briefings (id),
    seq      INTEGER NOT NULL,
    state    BLOB    NOT NULL,
    PRIMARY KEY (briefing, seq)
) STRICT;

-- Which act a key stands for. The digest covers everything but the body, which its entry's commit covers.
CREATE TABLE idempotency (
    briefing TEXT    NOT NULL,
    act_key  TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    digest   BLOB    NOT NULL,
    PRIMARY KEY (briefing, act_key),
    FOREIGN KEY (briefing, seq) REFERENCES entries (briefing, seq)
) STRICT, WITHOUT ROWID;

-- Acts that are not in the record: being written (embargo_until = 0), or waiting for an embargo to lift.
CREATE TABLE drafts (
    n             INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT    NOT NULL UNIQUE,
    briefing      TEXT    NOT NULL REFERENCES briefings (id),
    kind          TEXT    NOT NULL,
    item          TEXT    NOT NULL,
    if_rev        INTEGER NOT NULL,
    lang          TEXT    NOT NULL,
    dated         INTEGER NOT NULL,
    body          BLOB    NOT NULL,
    embargo_until INTEGER NOT NULL,
    act_key       TEXT    NOT NULL,
    person        TEXT    NOT NULL,
    role          TEXT    NOT NULL,
    saved         INTEGER NOT NULL,
    reason        TEXT    NOT NULL
) STRICT;
CREATE INDEX drafts_by_embargo ON drafts (embargo_until) WHERE embargo_until > 0;
CREATE UNIQUE INDEX drafts_by_key ON drafts (briefing, act_key) WHERE act_key <> '';

CREATE TABLE reports (
    n          INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT    NOT NULL UNIQUE,
    source     TEXT    NOT NULL,
    outlet     TEXT    NOT NULL,
    briefing   TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    url        TEXT    NOT NULL,
    language   TEXT    NOT NULL,
    published  INTEGER NOT NULL,
    fetched    INTEGER NOT NULL,
    media_type TEXT    NOT NULL,
    decoder    TEXT    NOT NULL,
    sha256     TEXT    NOT NULL UNIQUE,
    state      TEXT    NOT NULL,
    summary    TEXT    NOT NULL,
    added_by   TEXT    NOT NULL,
    content    BLOB    NOT NULL,
    raw        BLOB    NOT NULL
) STRICT;
CREATE INDEX reports_by_briefing ON reports (briefing, n);
CREATE INDEX reports_by_address ON reports (source, url, n);

CREATE TABLE readings (
    report  TEXT    NOT NULL PRIMARY KEY REFERENCES reports (id),
    made_by TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    reading BLOB    NOT NULL
) STRICT;

CREATE TABLE sources (
    n             INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    language      TEXT    NOT NULL,
    address       TEXT    NOT NULL,
    briefing      TEXT    NOT NULL,
    every_ms      INTEGER NOT NULL,
    added_by      TEXT    NOT NULL,
    health        TEXT    NOT NULL,
    sentence      TEXT    NOT NULL,
    checked       INTEGER NOT NULL,
    changed       INTEGER NOT NULL,
    next          INTEGER NOT NULL,
    failures      INTEGER NOT NULL,
    etag          TEXT    NOT NULL,
    last_modified TEXT    NOT NULL,
    UNIQUE (address, briefing)
) STRICT;

CREATE TABLE people (
    n          INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    added      INTEGER NOT NULL,
    revoked    INTEGER NOT NULL,
    token_hash BLOB    NOT NULL UNIQUE
) STRICT;

-- Who did what; never published.
CREATE TABLE audit (
    n        INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    person   TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    verb     TEXT    NOT NULL,
    object   TEXT    NOT NULL,
    briefing TEXT    NOT NULL,
    seq      INTEGER NOT NULL
) STRICT;
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

// Package store keeps everything that has to survive: the record of each briefing, and the desk's own tables
// (reports, readings, sources, drafts, people, audit). One type works on SQLite and on PostgreSQL.
//
// It owns the sequence: an entry gets its number, its time, its salt, its place in the Merkle tree and a signed
// checkpoint in one transaction, together with the row that makes the act idempotent and the line of the audit
// table. It owns the text too: a redaction deletes body and salt here, and nothing else in the program may keep
// either for longer than a cache lives.
//
// It never decides who may do what (desk), never folds entries into a page (edition), and never shows the text
// of an SQL error to anybody: every failure is a kind of package brief with a sentence, and the cause is wrapped
// for the log.
//
// The statements are files in sql/, named table.Act.sql; a file named table.Act.postgres.sql replaces its
// namesake on PostgreSQL. The tables are made by the migrations in migrations/.
package store

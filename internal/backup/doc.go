// Package backup is the form in which a whole store is written down: table by table, row by row, independent of the
// database that it came from. It owns the bytes, and never knows what a table means.
//
// A backup is one line that says what it is, then one gzip stream, then one line with the SHA-256 of everything
// before it:
//
//	livebrief backup 1
//	<gzip>
//	sha256 <64 lower-case hexadecimal digits>
//
// In the stream every line is JSON: first a [Header]; then for each table a [Table], and its rows as arrays; last
// {"end":{"entries":72, ...}} with the number of rows of every table. In a row an integer is a number, text is a
// string, and bytes are a string where they are UTF-8 and an array of one base 64 string where they are not.
//
// Both ways stream: neither a backup nor a table is ever in memory.
package backup

// Package mirror makes and checks copies of a briefing that need no server: one edition as plain files, whose links
// work from a disk, below any path and on any host, with the record beside the pages.
//
// It owns the layout of a copy, its signed manifest, and the verdict on a copy that somebody else hands over. It never
// decides what is published, never asks the network itself (the caller hands it a way to read an address), and never
// reads a clock. What it writes is a function of the edition and of the program's version: the same edition gives the
// same bytes.
//
// # Layout
//
//	index.html  p/ID.html  p/ID/history.html  track/T.html  day/DATE.html  glance/LINE.html  as-of/N.html  ...
//	static/...            style sheets, under names that hold their hash
//	record/checkpoint     the signed root of the record
//	record/tile/...       its tiles, as on the server
//	record/bodies/...     what stands beside 256 entries: one line of JSON each
//	key                   the publisher's public key
//	manifest              every other file with size and SHA-256, signed; it stands beside the record, not in it
package mirror

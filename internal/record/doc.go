// Package record holds the rules of the record: which bytes an entry has, how a body is bound to it, how the
// entries grow into a Merkle tree, and how a checkpoint over that tree is signed, served and checked. All of it is
// written down for others in docs/record.md.
//
// It owns bytes and hashes. It never keeps them: no file, no database, no network, no clock. Where randomness or
// stored hashes are needed, the caller hands them in.
package record

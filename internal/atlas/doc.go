// Package atlas keeps series of control maps: it gathers the files of a source, draws a sketch day by day, writes layers into the
// bodies of map entries and reads them back, and measures what changed.
//
// A layer comes back exactly as it was written, or not at all: each map carries the hash of its layer.
package atlas

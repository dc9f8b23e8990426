// Package brief holds the nouns of the trade: briefing, report, reading, development, glance, entry, and the
// ids and kinds of error that go with them. It owns shapes and the checks that need nothing but the value
// itself. It never reads a clock, a file, a network or a database, and it imports nothing of this module, so
// that every other package can import it.
package brief

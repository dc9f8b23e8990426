// Package edition is the fold: it turns the record of one briefing into the state that readers see, entry by
// entry, and answers what pages ask of it: what stands in which order, what changed since, and which entry last
// changed a page.
//
// It owns the published state at one sequence. It never holds the text of a development (pages fetch the bodies
// they show), never reads a clock, and never decides what may be published.
//
// # One writer, any number of readers
//
// A State that readers hold is not changed any more: the writer takes a Clone, applies the next entry to it and
// hands it out in turn. Clone copies a few slice headers; Apply then copies only what it changes, in the worst
// case the lists of item numbers (four bytes an item) and one chunk of 256 items. For 50,000 items that is a fifth of a
// millisecond (BenchmarkPublishOnAClone50000). A State that nobody else holds is changed in place, so a replay
// copies nothing.
//
// # Redactions
//
// A fold that met the text and then the redaction ends where the fold of the redacted record ends: everything
// that came from a removed body goes with it, and everything that the entry itself says stays. Encode gives the
// same bytes for both.
package edition

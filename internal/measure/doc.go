// Package measure scores a reader against what people noted in texts: precision, recall and F1 with an interval, for
// the program's own reading and for rivals that go through the same adapters.
//
// What people wrote down is *noted*, what a reader gives is *found*. A kind of measurement (dates.go, statements.go, pages.go)
// has a text with its notes, a list of measures, and systems that make a Sheet of each text; Run adds the sheets up.
// A new kind needs these three and a format (standoff.go, timeml.go), and nothing here knows the others.
//
// It takes bytes and gives figures: it opens no file and reads no clock, and the same texts give the same figures.
package measure

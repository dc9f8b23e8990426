// Package htmldate stands where go-trafilatura expects go-htmldate, and finds no date.
//
// The dates of a page are read by this program's own reading, so go-trafilatura is told to look for none. What it would look
// with makes tables of 80 MB in every process before its first line, in a quarter of a second, for each command as
// for the server. go.mod puts this package in its place.
package htmldate

import (
	"errors"
	"time"

	"golang.org/x/net/html"
)

// Options has the fields that go-trafilatura sets.
type Options struct {
	URL                                  string
	UseOriginalDate, SkipExtensiveSearch bool
}

// Result has the fields that go-trafilatura reads.
type Result struct {
	DateTime time.Time
	HasTime  bool
}

// IsZero tells whether there is no date.
func (r Result) IsZero() bool { return r.DateTime.IsZero() }

// FromDocument finds no date.
func FromDocument(*html.Node, Options) (Result, error) {
	return Result{}, errors.New("htmldate: dates of pages are not looked for here")
}

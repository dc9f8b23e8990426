package page

import (
	"io"
	"livebrief/internal/brief"
)

// WriteLive is not written yet.
func WriteLive(w io.Writer, s Shelf, bodies Bodies, n int) error { return nil }

// WriteTrack is not written yet.
func WriteTrack(w io.Writer, s Shelf, bodies Bodies, track brief.TrackID, n int) error { return nil }

// WriteDay is not written yet.
func WriteDay(w io.Writer, s Shelf, bodies Bodies, date string) error { return nil }

// WriteItem is not written yet.
func WriteItem(w io.Writer, s Shelf, bodies Bodies, id brief.ItemID) error { return nil }

// WriteHistory is not written yet.
func WriteHistory(w io.Writer, s Shelf, id brief.ItemID, history []brief.Published) error { return nil }

// WriteLine is not written yet.
func WriteLine(w io.Writer, s Shelf, line brief.LineID, history []brief.Published) error { return nil }

// WriteCorrections is not written yet.
func WriteCorrections(w io.Writer, s Shelf, bodies Bodies) error { return nil }

// WriteCoverage is not written yet.
func WriteCoverage(w io.Writer, s Shelf, bodies Bodies, n int) error { return nil }

// WriteLite is not written yet.
func WriteLite(w io.Writer, s Shelf, bodies Bodies) error { return nil }

// WriteBox is not written yet.
func WriteBox(w io.Writer, s Shelf, bodies Bodies) error { return nil }

// WriteEmbed is not written yet.
func WriteEmbed(w io.Writer, s Shelf, bodies Bodies, lines int) error { return nil }

// WriteFeed is not written yet.
func WriteFeed(w io.Writer, s Shelf, bodies Bodies, format string, track brief.TrackID) error {
	return nil
}

// WriteChanges is not written yet.
func WriteChanges(w io.Writer, s Shelf, bodies Bodies, since brief.Seq) error { return nil }

// WriteIndex is not written yet.
func WriteIndex(w io.Writer, shelves []Shelf, public string) error { return nil }

// WriteError is not written yet.
func WriteError(w io.Writer, v ErrorView) error { return nil }

// Preview is not written yet.
func Preview(w io.Writer, s Shelf, draft brief.Development, previous *brief.Development) error {
	return nil
}

// Fragments is not written yet.
func Fragments(s Shelf, bodies Bodies, p brief.Published) ([]Fragment, string, error) {
	return nil, "quiet", nil
}

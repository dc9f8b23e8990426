package page

import "time"

// Apart is what readers of an edge are told when it has lost its newsroom.
type Apart struct {
	// Since is the last moment at which the edge was known to have all there was.
	Since time.Time
	// Refused says that something came since, which was not the publisher's or did not continue the record.
	Refused bool
}

// ApartSays gives the sentence that stands on every page meanwhile, in the language of the briefing; empty where there is
// nothing to say.
func ApartSays(s Shelf) string {
	if s.Apart == nil {
		return ""
	}
	b := &s.State.Briefing
	words := WordsFor(b.Lang())
	return apartSays(s.Apart, words, clockFor(b, words))
}

func apartSays(a *Apart, w *Words, c clock) string {
	if a.Refused {
		return fill(w.ApartRefused, c.full(a.Since))
	}
	return fill(w.ApartCut, c.full(a.Since))
}

package edition

import (
	"sort"

	"livebrief/internal/brief"
)

// Scope is a part of the briefing whose changes are told apart, for caches: see State.Version.
type Scope struct {
	what scopeKind
	id   string
}

type scopeKind int

const (
	scopeWhole scopeKind = iota
	scopeItem
	scopeTrack
	scopeDay
	scopeList
	scopeStories
	scopeGlance
	scopeLine
	scopeCorrections
	scopeBriefing
	scopeLedger
	scopeStatement
	scopeSpeaker
	scopeMaps
	scopeNumbers
)

// Whole is everything: its version is the edition's number.
func Whole() Scope { return Scope{what: scopeWhole} }

// OfItem is one development or story with its history.
func OfItem(id brief.ItemID) Scope { return Scope{scopeItem, string(id)} }

// OfTrack is the developments of one track.
func OfTrack(id brief.TrackID) Scope { return Scope{scopeTrack, string(id)} }

// OfDay is the developments first published on one day (YYYY-MM-DD in the briefing's zone).
func OfDay(date string) Scope { return Scope{scopeDay, date} }

// OfList is the whole list of developments, with its tracks, days and counts.
func OfList() Scope { return Scope{what: scopeList} }

// OfStories is the outlet's own coverage.
func OfStories() Scope { return Scope{what: scopeStories} }

// OfGlance is the list at a glance with its history.
func OfGlance() Scope { return Scope{what: scopeGlance} }

// OfLine is one line of the glance with its history.
func OfLine(id brief.LineID) Scope { return Scope{scopeLine, string(id)} }

// OfCorrections is the public list of corrections.
func OfCorrections() Scope { return Scope{what: scopeCorrections} }

// OfBriefing is what the briefing says of itself, and nothing else.
func OfBriefing() Scope { return Scope{what: scopeBriefing} }

// OfLedger is every statement with its outcomes, and the register of speakers.
func OfLedger() Scope { return Scope{what: scopeLedger} }

// OfStatement is one statement with its outcomes and history. Its speaker's name and the statements that claim the same
// are not part of it; a page that shows those shows the ledger.
func OfStatement(id brief.StatementID) Scope { return Scope{scopeStatement, string(id)} }

// OfSpeaker is what the register says of one speaker.
func OfSpeaker(id brief.SpeakerID) Scope { return Scope{scopeSpeaker, string(id)} }

// OfMaps is every series of control maps, and what stands on them.
func OfMaps() Scope { return Scope{what: scopeMaps} }

// OfNumbers is every tracker of numbers.
func OfNumbers() Scope { return Scope{what: scopeNumbers} }

// Version is the last entry that can have changed what is shown of the scope. A briefing entry and a redaction
// count for every scope, and so does an item that became a story or stopped being one. Two editions with the
// same version of a scope show the same there; the number itself is not a promise that it changed.
func (s *State) Version(scope Scope) brief.Seq {
	if scope.what == scopeWhole {
		return s.Seq
	}
	return max(s.parts.all, s.version(scope))
}

func (s *State) version(scope Scope) brief.Seq {
	switch scope.what {
	case scopeItem:
		if i, ok := s.find(brief.ItemID(scope.id)); ok {
			return s.itemVersion(s.parts.table.row(i))
		}
	case scopeTrack:
		if t := s.track(brief.TrackID(scope.id)); t != nil {
			return max(t.seq, s.citedVersion(t.order.all()))
		}
	case scopeDay:
		return max(s.dayVersion(scope.id), s.citedVersion(s.matching(Filter{Day: scope.id})))
	case scopeList:
		return max(s.parts.listSeq, s.citedVersion(s.parts.listed.all()))
	case scopeStories:
		return s.parts.storySeq
	case scopeGlance:
		return s.GlanceSeq
	case scopeLine:
		return s.lineVersion(brief.LineID(scope.id))
	case scopeLedger:
		return s.parts.ledgerSeq
	case scopeStatement:
		if at, known := s.parts.place(brief.ItemID(scope.id)); known {
			return s.parts.ledger.v[at].last
		}
	case scopeSpeaker:
		if at, known := s.parts.speakerPlace(brief.SpeakerID(scope.id)); known {
			return s.parts.speakers.v[at].last
		}
	case scopeMaps:
		return max(s.parts.mapSeq, s.parts.placedSeq)
	case scopeNumbers:
		return s.parts.numberSeq
	case scopeCorrections:
		if n := len(s.parts.fixes.v); n > 0 {
			return s.parts.fixes.v[n-1].seq
		}
	}
	return 0
}

// itemVersion counts every change of the ledger for an item that shows statements, every map for one that shows where it was, and every
// change of a tracker for one that shows numbers.
func (s *State) itemVersion(r *row) brief.Seq {
	is := r.last
	if r.cites {
		is = max(is, s.parts.ledgerSeq)
	}
	if r.placed {
		is = max(is, s.parts.mapSeq)
	}
	if r.counts {
		is = max(is, s.parts.numberSeq)
	}
	return is
}

// citedVersion counts every change of the ledger for a list with an item that shows statements, and every change of a tracker for one
// with an item that shows numbers.
func (s *State) citedVersion(list span) brief.Seq {
	var is brief.Seq
	most := max(s.parts.ledgerSeq, s.parts.numberSeq)
	for i := range list.forth() {
		if is == most {
			break
		}
		r := s.parts.table.row(i)
		if r.cites {
			is = max(is, s.parts.ledgerSeq)
		}
		if r.counts {
			is = max(is, s.parts.numberSeq)
		}
	}
	return is
}

func (s *State) dayVersion(date string) brief.Seq {
	start, _, ok := s.bounds(date)
	if !ok {
		return 0
	}
	days := s.parts.days.v
	at := sort.Search(len(days), func(k int) bool { return days[k].start >= start })
	if at == len(days) || days[at].start != start {
		return 0
	}
	return days[at].last
}

// lineVersion looks at the line's own changes, and at every glance entry while the line is on the list, since an
// entry can say less than it does.
func (s *State) lineVersion(id brief.LineID) brief.Seq {
	for _, l := range s.Glance.Lines {
		if l.ID == id {
			return s.GlanceSeq
		}
	}
	for k := len(s.parts.marks.v) - 1; k >= 0; k-- {
		if s.parts.marks.v[k].line == id {
			return s.parts.marks.v[k].seq
		}
	}
	return 0
}

package edition

import (
	"sync/atomic"
	"time"

	"livebrief/internal/brief"
)

// State is a briefing as published at one sequence of its record. Many goroutines may read one State, and clone
// it, at once; Apply needs it alone.
type State struct {
	// ID is the briefing's, set by its first entry.
	ID brief.BriefingID
	// Seq is the last entry applied, 0 before any.
	Seq brief.Seq
	// At is when that entry was recorded, When its place on the reader's clock.
	At, When time.Time

	// Briefing is the briefing as it describes itself; BriefingSeq and BriefingRev say which entry and revision.
	Briefing    brief.Briefing
	BriefingSeq brief.Seq
	BriefingRev int

	// Glance is the list as it stands; GlanceSeq is the entry that set it, GlanceRev its revision and
	// GlanceWhen its time.
	Glance     brief.Glance
	GlanceSeq  brief.Seq
	GlanceRev  int
	GlanceWhen time.Time

	parts parts
	// lent says that a clone shares the parts, so that the next Apply must copy what it changes.
	lent atomic.Bool
}

// parts is everything of a State that clones share until one of them changes it.
type parts struct {
	table table
	// byID holds item numbers in the order of their ids.
	byID order
	// listed and stories hold item numbers in the order (when, first), oldest first.
	listed, stories order
	tracks          cow[trackList]
	days            cow[dayRow]
	marks           cow[mark]
	fixes           cow[fix]
	// ledger holds the statements in the order of their ids, speakers the register in the order of theirs.
	ledger   cow[*ledgerRow]
	speakers cow[speakerRow]
	// maps holds the series of control maps in the order of their ids.
	maps cow[*mapRow]
	// trackers holds the trackers of numbers in the order of their ids.
	trackers cow[*trackerRow]

	zone *time.Location
	// all is the last entry that changes every page: a briefing entry, a redaction, an item that moved between
	// the lists. Versions of a narrower scope start again from it.
	all       brief.Seq
	storySeq  brief.Seq
	listSeq   brief.Seq
	ledgerSeq brief.Seq
	// mapSeq is the last change of a series of maps, placedSeq that of a development that stands or stood on them.
	mapSeq, placedSeq brief.Seq
	// numberSeq is the last change of a tracker of numbers.
	numberSeq  brief.Seq
	briefingBy brief.Seq
	glanceBy   brief.Seq
}

// New gives the state before the first entry.
func New() *State {
	return &State{parts: parts{zone: time.UTC}}
}

// Clone gives a state that can be changed without the original noticing, and the other way round.
func (s *State) Clone() *State {
	s.lent.Store(true)
	c := &State{
		ID: s.ID, Seq: s.Seq, At: s.At, When: s.When,
		Briefing: s.Briefing, BriefingSeq: s.BriefingSeq, BriefingRev: s.BriefingRev,
		Glance: s.Glance, GlanceSeq: s.GlanceSeq, GlanceRev: s.GlanceRev, GlanceWhen: s.GlanceWhen,
		parts: s.parts,
	}
	c.parts.disown()
	return c
}

// claim makes the state ready to be changed: what a clone shares is copied before it is written to.
func (s *State) claim() {
	if s.lent.Swap(false) {
		s.parts.disown()
	}
}

func (p *parts) disown() {
	p.table.disown()
	p.byID.mine, p.listed.mine, p.stories.mine = false, false, false
	p.tracks.mine, p.days.mine, p.marks.mine, p.fixes.mine = false, false, false, false
	p.ledger.mine, p.speakers.mine, p.maps.mine, p.trackers.mine = false, false, false, false
}

// Len counts the items: developments and stories, held, withdrawn and removed ones too.
func (s *State) Len() int { return s.parts.table.n }

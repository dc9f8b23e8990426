package edition

import (
	"encoding/json"
	"fmt"
	"time"

	"livebrief/internal/brief"
)

// Apply takes the next entry of the record. Entries come without gaps, all of one briefing; kinds that this
// program does not know move the sequence and nothing else. An error leaves the state as it was.
func (s *State) Apply(p brief.Published) error {
	e := &p.Entry
	if e.Seq != s.Seq+1 {
		return brief.Invalid(fmt.Sprintf("entry %d does not follow entry %d", e.Seq, s.Seq),
			"apply the entries of the record in order, none left out")
	}
	if s.Seq > 0 && e.Briefing != s.ID {
		return brief.Invalid(fmt.Sprintf("entry %d is of the briefing %q, not of %q", e.Seq, e.Briefing, s.ID),
			"fold each briefing by itself")
	}
	s.claim()
	if err := s.fold(&p); err != nil {
		return fmt.Errorf("folding entry %d: %w", e.Seq, err)
	}
	s.ID, s.Seq, s.At, s.When = e.Briefing, e.Seq, e.At.UTC(), s.Clock(e)
	return nil
}

// Clock gives the place of the next entry on the reader's clock. In a reconstruction an entry that claims no date, of the
// briefing itself or of its keys, does not move that clock: the story it tells stands where it stood.
func (s *State) Clock(e *brief.Entry) time.Time {
	if s.Briefing.Reconstruction && e.Dated.IsZero() && !s.When.IsZero() {
		return s.When
	}
	return e.When().UTC()
}

func (s *State) fold(p *brief.Published) error {
	switch kind := p.Entry.Kind; {
	case kind == brief.EntryBriefing:
		return s.foldBriefing(p)
	case kind == brief.EntryGlance:
		return s.foldGlance(p)
	case kind == brief.EntryStatement:
		return s.foldStatement(p)
	case kind == brief.EntryOutcome:
		return s.foldOutcome(p)
	case kind == brief.EntrySpeaker:
		return s.foldSpeaker(p)
	case kind == brief.EntryMap:
		return s.foldMap(p)
	case kind == brief.EntryVersions:
		return s.foldNumbers(p)
	case kind == brief.Redact:
		return s.foldRedaction(p)
	case kind == brief.EntryKey:
		s.touchAll(p.Entry.Seq) // every page prints the fingerprint
		return nil
	case kind.OfDevelopment():
		return s.foldDevelopment(p)
	}
	return nil
}

// removedBy gives the redaction that took the entry's body, 0 for none.
func removedBy(p *brief.Published) brief.Seq {
	if p.Removal == nil {
		return 0
	}
	return p.Removal.By
}

// parse reads a body; nil is the zero value, since a redacted body says nothing.
func parse[T any](body json.RawMessage) (T, error) {
	var v T
	if len(body) == 0 {
		return v, nil
	}
	if err := json.Unmarshal(body, &v); err != nil {
		return v, &brief.Error{Kind: brief.KindInvalid, What: "the body is not of its kind",
			Do: "check the record with livebrief verify", Err: err}
	}
	return v, nil
}

func (s *State) foldBriefing(p *brief.Published) error {
	b, err := parse[brief.Briefing](p.Text())
	if err != nil {
		return err
	}
	s.BriefingSeq, s.BriefingRev = p.Entry.Seq, p.Entry.Rev
	s.parts.briefingBy = removedBy(p)
	s.setBriefing(b)
	s.touchAll(p.Entry.Seq)
	return nil
}

func (s *State) setBriefing(b brief.Briefing) {
	moved := b.Zone != s.Briefing.Zone
	s.Briefing = b
	if moved {
		s.parts.zone = b.Location()
		s.rebuildDays()
	}
}

// touchAll marks an entry that changes every page. What narrower scopes knew is older and is forgotten.
func (s *State) touchAll(seq brief.Seq) {
	s.parts.all, s.parts.storySeq, s.parts.listSeq, s.parts.ledgerSeq, s.parts.mapSeq = seq, 0, 0, 0, 0
	s.parts.placedSeq, s.parts.numberSeq = 0, 0
	s.parts.ownTracks()
	for i := range s.parts.tracks.v {
		s.parts.tracks.v[i].seq = 0
	}
}

func (s *State) foldGlance(p *brief.Published) error {
	g, err := parse[brief.Glance](p.Text())
	if err != nil {
		return err
	}
	e := &p.Entry
	s.Glance, s.GlanceSeq, s.GlanceRev, s.GlanceWhen = g, e.Seq, e.Rev, e.When().UTC()
	s.parts.glanceBy = removedBy(p)
	s.mark(e.Seq, millis(e.When()), g.Changes)
	return nil
}

// sorted is what the state keeps of a development's body.
type sorted struct {
	Track      brief.TrackID         `json:"track"`
	Kind       brief.DevelopmentKind `json:"kind"`
	Statements []brief.StatementID   `json:"statements"`
	Numbers    []string              `json:"numbers"`
	Position   brief.Position        `json:"position"`
	Event      brief.EventTime       `json:"event"`
}

func (r *row) sort(by sorted, text bool) {
	r.track, r.kind, r.text, r.cites = intern(by.Track), intern(by.Kind), text, len(by.Statements) > 0
	r.counts = len(by.Numbers) > 0
	r.placed = by.Position != brief.Position{}
	r.happened = ""
	if r.placed && !by.Event.From.IsZero() {
		r.happened = intern(eventDay(by.Event))
	}
}

// eventDay gives the day on which something happened where it did; empty when it is not known to the day.
func eventDay(e brief.EventTime) brief.Date {
	if e.Precision == brief.ToMonth || e.Precision == brief.ToYear {
		return ""
	}
	zone, err := time.LoadLocation(e.Zone)
	if err != nil {
		zone = time.UTC
	}
	return brief.DateOf(e.From.In(zone))
}

func (s *State) foldDevelopment(p *brief.Published) error {
	body, err := parse[sorted](p.Text())
	if err != nil {
		return err
	}
	e := &p.Entry
	when := millis(e.When())
	i, known := s.find(e.Item)
	is := row{id: e.Item, first: e.Seq, when: when, updated: never, corrected: never, redacted: never}
	if known {
		is = *s.parts.table.row(i)
	}
	is.current, is.last, is.rev, is.class, is.by = e.Seq, e.Seq, e.Rev, classCode(e.Kind), removedBy(p)
	if e.Kind != brief.Refile || !known {
		is.changed = when
	}
	switch e.Kind {
	case brief.Update:
		is.updated, is.updatedSeq = when, e.Seq
	case brief.Correct:
		is.corrected, is.correctedSeq = when, e.Seq
	}
	is.sort(body, len(p.Text()) > 0)
	if e.Kind == brief.Correct || e.Kind == brief.Withdraw {
		s.addFix(fix{seq: e.Seq, item: e.Item, kind: e.Kind, when: when})
	}
	if !known {
		s.add(is)
		return nil
	}
	s.change(i, is)
	return nil
}

// add files a new item in every list.
func (s *State) add(r row) {
	i := s.parts.table.add(r)
	s.parts.byID.insert(s.placeOf(r.id), i)
	if r.story() {
		s.parts.table.insert(&s.parts.stories, i)
	} else {
		s.parts.table.insert(&s.parts.listed, i)
		s.join(r.track, i)
		s.touchDay(&r, 1)
	}
	s.touch(&r)
}

// change replaces an item and moves it between the lists where that is due.
func (s *State) change(i int32, is row) {
	was := *s.parts.table.row(i)
	s.parts.table.set(i, is)
	if was.placed {
		s.parts.placedSeq = is.last
	}
	switch {
	case was.story() != is.story():
		s.moveList(i, was, is)
	case !is.story():
		if was.track != is.track {
			s.leave(was.track, i)
			s.join(is.track, i)
		}
		s.touchTrack(was.track, is.last)
		s.touchDay(&is, 0)
	}
	s.touch(&is)
}

// moveList handles an item that became a story, or stopped being one: rare enough to count every page as changed.
func (s *State) moveList(i int32, was, is row) {
	t := &s.parts.table
	if is.story() {
		t.remove(&s.parts.listed, i)
		s.leave(was.track, i)
		t.insert(&s.parts.stories, i)
	} else {
		t.remove(&s.parts.stories, i)
		t.insert(&s.parts.listed, i)
		s.join(is.track, i)
	}
	s.rebuildDays()
	s.touchAll(is.last)
}

// touch notes for the scopes of the item that entry r.last changed them.
func (s *State) touch(r *row) {
	if r.placed {
		s.parts.placedSeq = r.last
	}
	if r.story() {
		s.parts.storySeq = r.last
		return
	}
	s.parts.listSeq = r.last
	s.touchTrack(r.track, r.last)
}

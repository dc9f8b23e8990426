package newsroom

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
	"livebrief/internal/reading"
	"livebrief/internal/store"
)

// arrivals is where every report comes in, by whatever way: it is stored, and, when it is the outlet's own, becomes a
// story card.
type arrivals struct {
	*store.Store
	desk   *desk.Desk
	press  *press
	echoes *echoes
	taught *taught
	habits *habits
	log    *slog.Logger
	now    func() time.Time
}

// AddReport stores a report once; a fresh one is compared with others from now on. It is read when somebody asks, by the
// rules as they are then.
func (a *arrivals) AddReport(ctx context.Context, r brief.Report) (brief.ReportID, bool, error) {
	if r.Fetched.IsZero() {
		r.Fetched = a.now().UTC()
	}
	id, fresh, err := a.Store.AddReport(ctx, r)
	if err != nil || !fresh {
		return id, fresh, err
	}
	r.ID = id
	a.echoes.add(r)
	a.habits.came(r)
	if err := a.story(ctx, r); err != nil {
		// The report is in; what went wrong with its card is for the log and for a person, not for the feed.
		a.log.Warn("an own report did not become a story card", "report", id, "error", err)
	}
	return id, fresh, nil
}

// story publishes the card of an own report in the name of whoever marked the source as own.
func (a *arrivals) story(ctx context.Context, r brief.Report) error {
	if r.Source == "" || r.Briefing == "" || r.URL == "" {
		return nil
	}
	source, err := a.Source(ctx, r.Source)
	if err != nil || source.Kind != brief.SourceOwn {
		return err
	}
	people, err := a.People(ctx)
	if err != nil {
		return err
	}
	for _, who := range people {
		if who.ID != source.AddedBy || !who.Revoked.IsZero() {
			continue
		}
		state, err := a.press.Current(ctx, r.Briefing)
		if err != nil {
			return err
		}
		change := desk.StoryFrom(r, trackFor(a.read(ctx, r), state))
		change.Key = "story-" + string(r.ID)
		card, known, err := a.card(ctx, r, state)
		if err != nil {
			return err
		}
		if known {
			change.Kind, change.Item, change.IfRev = brief.Update, card.ID, card.Rev
		}
		if _, err := a.desk.Do(ctx, a.now().UTC(), who, change); err != nil {
			return err
		}
		return a.SetReportState(ctx, r.ID, brief.ReportUsed)
	}
	return brief.Forbidden("the person who added the own source "+source.Name+" is no longer at the desk", "add the source again")
}

// cardsWithin is how many of the newest cards are looked through for one of the same address.
const cardsWithin = 200

// card finds the card that stands for the report's address: when an outlet edits its own story, new bytes come, and
// readers get the card updated, not a second one.
func (a *arrivals) card(ctx context.Context, r brief.Report, state *edition.State) (edition.Item, bool, error) {
	cards := state.StoriesFrom(0, cardsWithin)
	seqs := make([]brief.Seq, len(cards))
	for i, it := range cards {
		seqs[i] = it.Current
	}
	bodies, err := a.Bodies(ctx, r.Briefing, seqs)
	if err != nil {
		return edition.Item{}, false, err
	}
	for _, it := range cards {
		published := bodies[it.Current]
		var d brief.Development
		if it.Status == edition.Live && json.Unmarshal(published.Text(), &d) == nil && len(d.RestsOn) > 0 && d.RestsOn[0].URL == r.URL {
			return it, true, nil
		}
	}
	return edition.Item{}, false, nil
}

// trackFor takes the reading's proposal where the briefing has such a track, its first track elsewhere.
func trackFor(r brief.Reading, state *edition.State) brief.TrackID {
	proposed := brief.TrackID(r.Track)
	if _, ok := state.Briefing.Track(proposed); ok {
		return proposed
	}
	if len(state.Briefing.Tracks) > 0 {
		return state.Briefing.Tracks[0].ID
	}
	return ""
}

// readBy names what a report is read by now: the rules, what was learned of its source so far, and the lists of the desk
// of its briefing.
func (a *arrivals) readBy(ctx context.Context, r brief.Report) string {
	return fmt.Sprintf("%s/%d/%s", reading.Rules, a.habits.learned(r), a.taught.now(ctx, r.Briefing))
}

// read reads a report by the rules, by what its source repeats in all its reports, and by the lists of the desk of its
// briefing. When those cannot be found out, the rules must do.
func (a *arrivals) read(ctx context.Context, r brief.Report) brief.Reading {
	options, err := a.taught.options(ctx, r.Briefing)
	if err != nil {
		a.log.Warn("what the desk's lists say could not all be used", "briefing", r.Briefing, "report", r.ID, "error", err)
	}
	if options.Recurring, err = a.habits.times(ctx, r); err != nil {
		a.log.Warn("what this source repeats in its reports could not be learned", "report", r.ID, "error", err)
	}
	return reading.Read(readReport(r), options)
}

// readReport is what reading sees of a report.
func readReport(r brief.Report) brief.ReadReport {
	return brief.ReadReport{Title: r.Title, Published: r.Published, Language: r.Language, Source: r.Outlet, URL: r.URL, Text: r.Text}
}

// watched gives the poller its sources and keeps what they bring.
type watched struct{ *arrivals }

// Due lists the sources whose next look is due. A server that stands by leaves them to the one that writes.
func (w watched) Due(ctx context.Context, now time.Time, limit int) ([]brief.Source, error) {
	if !w.Leads() {
		return nil, nil
	}
	return w.DueSources(ctx, now, limit)
}

// Save keeps a source after a look.
func (w watched) Save(ctx context.Context, src brief.Source) error { return w.SaveSource(ctx, src) }

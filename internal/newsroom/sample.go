package newsroom

import (
	"bytes"
	"context"
	"crypto/rand"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/intake"
	"livebrief/internal/record"
)

// sampleFiles hold the sample: sample.json tells what was published, corrected and withdrawn in which order, ledger.json
// what was said and what came of it, maps/ the towns of the control map, and reports/ the short texts, labelled as samples, on which some of it rests.
//
//go:embed sample
var sampleFiles embed.FS

// sampleScript is the form of sample.json. Items and reports have names there; ids are drawn when it is loaded.
type sampleScript struct {
	Briefing brief.Briefing `json:"briefing"`
	Dated    time.Time      `json:"dated"`
	Reports  []sampleReport `json:"reports"`
	Steps    []sampleStep   `json:"steps"`
}

type sampleReport struct {
	Name      string    `json:"name"`
	Outlet    string    `json:"outlet"`
	Title     string    `json:"title"`
	URL       string    `json:"url"`
	Published time.Time `json:"published"`
}

// sampleStep is one act. A development step names its item; a reference in it may name a report and quote it.
type sampleStep struct {
	Dated       time.Time          `json:"dated"`
	Act         brief.EntryKind    `json:"act"`
	Item        string             `json:"item,omitempty"`
	Development *brief.Development `json:"development,omitempty"`
	Glance      *brief.Glance      `json:"glance,omitempty"`
}

// sampleLoad is one loading of the sample.
type sampleLoad struct {
	room    *Room
	script  sampleScript
	id      brief.BriefingID
	items   map[string]brief.ItemID
	reports map[string]brief.Report
	random  io.Reader // of the ids
}

// loadSample puts the sample briefing in, all of it in one transaction, unless a briefing of its name is there.
func (r *Room) loadSample(ctx context.Context) error {
	raw, err := sampleFiles.ReadFile("sample/sample.json")
	if err != nil {
		return err
	}
	l := sampleLoad{room: r, items: map[string]brief.ItemID{}, reports: map[string]brief.Report{}, random: rand.Reader}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&l.script); err != nil {
		return fmt.Errorf("reading sample.json: %w", err)
	}
	if _, _, err := r.press.Find(ctx, l.script.Briefing.Name); err == nil {
		return nil
	}
	if err := l.begin(ctx); err != nil {
		return err
	}
	for _, report := range l.script.Reports {
		if err := l.addReport(ctx, report); err != nil {
			return fmt.Errorf("the report %s: %w", report.Name, err)
		}
	}
	acts, err := l.acts()
	if err != nil {
		return err
	}
	_, err = r.ledger.Append(ctx, acts...)
	return err
}

// acts are those of all steps, in the order of their dates.
func (l *sampleLoad) acts() ([]brief.Act, error) {
	steps, err := l.withLedger()
	if err != nil {
		return nil, err
	}
	acts, book := make([]brief.Act, 0, len(steps)), sampleLedger{l, map[string]brief.Statement{}}
	for i, step := range steps {
		act, err := book.act(step)
		if err != nil {
			return nil, fmt.Errorf("step %d (%s %s): %w", i+1, step.Act, step.Item, err)
		}
		acts = append(acts, act)
	}
	maps, err := l.sampleMaps()
	if err != nil {
		return nil, fmt.Errorf("the maps: %w", err)
	}
	acts = append(acts, maps...)
	numbers, err := l.sampleNumbers()
	if err != nil {
		return nil, fmt.Errorf("the numbers: %w", err)
	}
	acts = append(acts, numbers...)
	slices.SortStableFunc(acts, byDate)
	return acts, supersede(acts, 2) // the briefing itself is entry 1
}

// byDate puts what claims no date of the story behind all that does.
func byDate(a, b brief.Act) int {
	if a.Dated.IsZero() != b.Dated.IsZero() {
		if a.Dated.IsZero() {
			return 1
		}
		return -1
	}
	return a.Dated.Compare(b.Dated)
}

// begin makes the briefing.
func (l *sampleLoad) begin(ctx context.Context) error {
	id, err := brief.NewID[brief.BriefingID](l.random)
	if err != nil {
		return err
	}
	l.id = id
	act, err := l.bare(brief.EntryBriefing, brief.ItemBriefing, l.script.Dated, l.script.Briefing)
	if err != nil {
		return err
	}
	origin, err := newOrigin(l.room.settings.PublicURL, l.script.Briefing.Name)
	if err != nil {
		return err
	}
	_, err = l.room.ledger.CreateBriefing(ctx, act, origin)
	return err
}

// bare makes an act of the sample's desk.
func (l *sampleLoad) bare(kind brief.EntryKind, item brief.ItemID, dated time.Time, body any) (brief.Act, error) {
	canonical, err := record.Canonical(body)
	return brief.Act{Briefing: l.id, Kind: kind, Item: item, Lang: l.script.Briefing.Lang(), Dated: dated, Body: canonical,
		IfRev: -1, Role: brief.Editor}, err
}

// addReport stores a sample report as one that was dealt with.
func (l *sampleLoad) addReport(ctx context.Context, s sampleReport) error {
	raw, err := sampleFiles.ReadFile("sample/reports/" + s.Name + ".txt")
	if err != nil {
		return err
	}
	reports, _, err := intake.Build(raw, "text/plain; charset=utf-8", s.URL, l.room.now().UTC(), intake.Hints{Outlet: s.Outlet,
		Title: s.Title, Published: s.Published, Briefing: l.id})
	if err != nil {
		return err
	}
	report := reports[0]
	if report.ID, _, err = l.room.store.AddReport(ctx, report); err != nil {
		return err
	}
	l.reports[s.Name] = report
	return l.room.store.SetReportState(ctx, report.ID, brief.ReportUsed)
}

// act turns a step into an act.
func (l *sampleLoad) act(s sampleStep) (brief.Act, error) {
	if s.Glance != nil {
		for i, line := range s.Glance.Lines {
			for j, name := range line.Refs {
				id, ok := l.items[string(name)]
				if !ok {
					return brief.Act{}, fmt.Errorf("line %s refers to %s, which is not published", line.ID, name)
				}
				s.Glance.Lines[i].Refs[j] = id
			}
		}
		return l.bare(brief.EntryGlance, brief.ItemGlance, s.Dated, s.Glance)
	}
	item, err := l.item(s.Item)
	if err != nil {
		return brief.Act{}, err
	}
	if s.Development == nil {
		return brief.Act{}, fmt.Errorf("nothing is said")
	}
	for i, name := range s.Development.Statements {
		id, err := l.item(string(name))
		if err != nil {
			return brief.Act{}, err
		}
		s.Development.Statements[i] = brief.StatementID(id)
	}
	for i := range s.Development.RestsOn {
		if err := l.ground(&s.Development.RestsOn[i]); err != nil {
			return brief.Act{}, err
		}
	}
	return l.bare(s.Act, item, s.Dated, s.Development)
}

// item gives the id that a name of the sample stands for, drawn when it is first met.
func (l *sampleLoad) item(name string) (brief.ItemID, error) {
	if id, known := l.items[name]; known {
		return id, nil
	}
	id, err := brief.NewID[brief.ItemID](l.random)
	l.items[name] = id
	return id, err
}

// ground puts a reference to a named report on its id and its quote on the bytes of its text.
func (l *sampleLoad) ground(ref *brief.Reference) error {
	if ref.Report == "" {
		return nil
	}
	report, ok := l.reports[string(ref.Report)]
	if !ok {
		return fmt.Errorf("there is no report %s", ref.Report)
	}
	at := strings.Index(report.Text, ref.Quote)
	if at < 0 {
		return fmt.Errorf("the report %s does not hold %q", ref.Report, ref.Quote)
	}
	ref.Report, ref.Outlet, ref.Title = report.ID, report.Outlet, report.Title
	if ref.Quote != "" {
		ref.Span = &brief.Span{Start: at, End: at + len(ref.Quote)}
	}
	return nil
}

package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// library keeps briefings in memory: real entries folded into real editions, without a database.
type library struct {
	mu     sync.Mutex
	books  map[brief.BriefingID]*book
	order  []brief.BriefingID
	clock  time.Time
	keys   map[string][]brief.Entry
	drafts []brief.Draft
	// fail, when set, is what every look at an edition answers.
	fail error
	// folds counts how often an older edition was made, made how often a checkpoint was.
	folds, made int
}

type book struct {
	id      brief.BriefingID
	entries []brief.Published
	past    []*edition.State
}

func newLibrary() *library {
	return &library{books: map[brief.BriefingID]*book{}, keys: map[string][]brief.Entry{},
		clock: time.Date(2022, 9, 24, 18, 0, 0, 0, time.UTC)}
}

// war makes a briefing named name with a glance of two lines.
func (l *library) war(t testing.TB, name brief.Name) brief.BriefingID {
	t.Helper()
	id := brief.BriefingID("id-" + string(name))
	l.books[id] = &book{id: id}
	l.order = append(l.order, id)
	l.put(t, id, brief.EntryBriefing, brief.ItemBriefing, brief.Briefing{Name: name, Title: "Invasion of " + string(name),
		Standfirst: "What happened, and who said it.", Template: "war", Zone: "Europe/Kyiv", Languages: []string{"en", "uk"},
		Tracks:   []brief.Track{{ID: "fighting", Name: "Fighting", Order: 1}, {ID: "aid", Name: "Military aid", Order: 2}},
		Sections: []brief.Section{brief.SectionGlance, brief.SectionCoverage}, State: brief.Open,
		Identity: brief.Identity{Name: "The Outlet", Colour: "#0b4f8a"}})
	l.put(t, id, brief.EntryGlance, brief.ItemGlance, brief.Glance{Lines: []brief.Line{
		{ID: "line1", Text: "Kyiv promised soldiers who surrender three things, officials said.", Track: "fighting", Refs: []brief.ItemID{}, SaidOn: "2022-09-24"},
		{ID: "line2", Text: "Two donors will send air defence, their ministries said.", Track: "aid", Refs: []brief.ItemID{}}},
		Changes: []brief.LineChange{{ID: "line1", Class: brief.Publish}, {ID: "line2", Class: brief.Publish}}})
	return id
}

// event is a development to publish.
func event(headline string) brief.Development {
	return brief.Development{Headline: headline, Text: "Officials said so on Saturday.", Track: "aid", Kind: brief.KindEvent,
		Label: brief.Reported, RestsOn: []brief.Reference{{URL: "https://example.org/a", Outlet: "A Paper"}}}
}

// put appends one entry.
func (l *library) put(t testing.TB, id brief.BriefingID, kind brief.EntryKind, item brief.ItemID, body any) brief.Seq {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	e, err := l.append(brief.Act{Briefing: id, Kind: kind, Item: item, Body: raw, IfRev: -1, Role: brief.Editor})
	if err != nil {
		t.Fatal(err)
	}
	return e.Seq
}

func (l *library) append(a brief.Act) (brief.Entry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.books[a.Briefing]
	if b == nil {
		return brief.Entry{}, brief.NotFound("no such briefing", "")
	}
	l.clock = l.clock.Add(time.Minute)
	e := brief.Entry{V: brief.EntryVersion, Seq: brief.Seq(len(b.entries) + 1), At: l.clock, Briefing: a.Briefing, Kind: a.Kind,
		Item: a.Item, Rev: 1, Lang: a.Lang, Role: a.Role, Dated: a.Dated}
	for _, p := range b.entries {
		if p.Entry.Item == a.Item {
			e.Rev, e.Prev = p.Entry.Rev+1, p.Entry.Seq
		}
	}
	if a.IfRev >= 0 && a.IfRev != e.Rev-1 {
		return e, brief.Conflict(fmt.Sprintf("an editor changed it to revision %d", e.Rev-1), "compare and send again")
	}
	if a.Kind == brief.Redact {
		l.strike(b, e, a.Body)
	}
	next := edition.New()
	if len(b.past) > 0 {
		next = b.past[len(b.past)-1].Clone()
	}
	p := brief.Published{Entry: e, Body: a.Body, Salt: make([]byte, 32)}
	if err := next.Apply(p); err != nil {
		return e, err
	}
	b.entries, b.past = append(b.entries, p), append(b.past, next)
	return e, nil
}

// strike takes the bodies of a redaction's entries away.
func (l *library) strike(b *book, e brief.Entry, body json.RawMessage) {
	var r brief.Redaction
	_ = json.Unmarshal(body, &r)
	for _, gone := range r.Removed {
		p := &b.entries[gone.Seq-1]
		p.Body, p.Salt = nil, nil
		p.Removal = &brief.Removal{By: e.Seq, Class: r.Class, At: e.At, Replacement: gone.Replacement}
	}
}

func (l *library) book(id brief.BriefingID) (*book, error) {
	if l.fail != nil {
		return nil, l.fail
	}
	b := l.books[id]
	if b == nil {
		return nil, brief.NotFound("there is no such briefing "+string(id), "")
	}
	return b, nil
}

func (l *library) Find(_ context.Context, name brief.Name) (brief.BriefingID, string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil {
		return "", "", l.fail
	}
	for id, b := range l.books {
		own := b.past[len(b.past)-1].Briefing
		if own.Name == name {
			return id, "", nil
		}
		if lang, ok := strings.CutPrefix(string(name), string(own.Name)+"."); ok && slices.Contains(own.Languages, lang) {
			return id, lang, nil
		}
	}
	return "", "", brief.NotFound(fmt.Sprintf("there is no briefing named %q", name), "")
}

func (l *library) List(context.Context) ([]brief.BriefingID, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.order), l.fail
}

func (l *library) Current(_ context.Context, id brief.BriefingID) (*edition.State, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, err := l.book(id)
	if err != nil {
		return nil, err
	}
	return b.past[len(b.past)-1], nil
}

func (l *library) AsOf(_ context.Context, id brief.BriefingID, seq brief.Seq) (*edition.State, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, err := l.book(id)
	if err != nil {
		return nil, err
	}
	l.folds++
	state := edition.New() // folded anew, so that what was removed since stays removed
	for _, p := range b.entries[:seq] {
		if err := state.Apply(p); err != nil {
			return nil, err
		}
	}
	return state, nil
}

func (l *library) SeqAt(_ context.Context, id brief.BriefingID, at time.Time) (brief.Seq, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, err := l.book(id)
	if err != nil {
		return 0, err
	}
	var seq brief.Seq
	for _, p := range b.entries {
		if !p.Entry.When().After(at) {
			seq = p.Entry.Seq
		}
	}
	return seq, nil
}

func (l *library) Bodies(_ context.Context, id brief.BriefingID, seqs []brief.Seq) (map[brief.Seq]brief.Published, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, err := l.book(id)
	if err != nil {
		return nil, err
	}
	found := map[brief.Seq]brief.Published{}
	for _, seq := range seqs {
		if seq > 0 && int(seq) <= len(b.entries) {
			found[seq] = b.entries[seq-1]
		}
	}
	return found, nil
}

func (l *library) History(_ context.Context, id brief.BriefingID, item brief.ItemID) ([]brief.Published, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, err := l.book(id)
	if err != nil {
		return nil, err
	}
	var list []brief.Published
	for _, p := range b.entries {
		if p.Entry.Item == item {
			list = append(list, p)
		}
	}
	return list, nil
}

func (l *library) Proof(_ context.Context, _ brief.BriefingID, seq brief.Seq) ([]byte, error) {
	return fmt.Appendf(nil, `{"proof":%d}`, seq), nil
}

func (l *library) Mirrors(_ brief.BriefingID, state *edition.State) ([]byte, error) {
	return []byte(strings.Join(state.Briefing.Mirrors, "\n") + "\n"), nil
}

func (l *library) Checkpoint(_ context.Context, id brief.BriefingID) ([]byte, error) {
	state, err := l.Current(context.Background(), id)
	if err != nil {
		return nil, err
	}
	l.made++
	return fmt.Appendf(nil, "example.org/%s\n%d\nroot\n\n— sig\n", state.Briefing.Name, state.Seq), nil
}

func (l *library) Tile(_ context.Context, _ brief.BriefingID, path string) ([]byte, error) {
	if path != "tile/0/000.p/2" {
		return nil, brief.NotFound("there is no tile at this address", "")
	}
	return make([]byte, 64), nil
}

func (l *library) Beside(_ context.Context, _ brief.BriefingID, path string) ([]byte, error) {
	if path != "bodies/000.p/2" {
		return nil, brief.NotFound("there is nothing beside entries at this address", "")
	}
	return []byte("{\"seq\":1}\n{\"seq\":2}\n"), nil
}

func (l *library) Stream(brief.BriefingID) http.Handler { return liveEcho("stream") }

func (l *library) Head(_ context.Context, id brief.BriefingID) ([]byte, error) {
	state, err := l.Current(context.Background(), id)
	if err != nil {
		return nil, err
	}
	l.made++
	return fmt.Appendf(nil, `{"seq":%d,"hash":"0123456789abcdef"}`, state.Seq), nil
}

func (l *library) Segment(_ context.Context, _ brief.BriefingID, n uint64) ([]byte, error) {
	l.made++
	return fmt.Appendf(nil, `["segment %d%s"]`, n, strings.Repeat(".", 600)), nil
}

// liveEcho answers with what live delivery would see of a request.
func liveEcho(what string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s path=%s query=%s addr=%q header=%v", what, r.URL.Path, r.URL.RawQuery, r.RemoteAddr, r.Header)
	})
}

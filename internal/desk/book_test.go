package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// book keeps a record in memory by the rules that the desk may count on: revisions, keys, and what a redaction must
// list. The edition folds it, so that facts are those of readers.
type book struct {
	entries []brief.Published
	keys    map[string]brief.Act
	byKey   map[string]brief.Entry
	drafts  []brief.Act
	origin  string
	now     time.Time
}

func newBook() *book {
	return &book{keys: map[string]brief.Act{}, byKey: map[string]brief.Entry{}, now: noon}
}

var noon = time.Date(2022, 12, 30, 12, 0, 0, 0, time.UTC)

func (k *book) Append(_ context.Context, acts ...brief.Act) ([]brief.Entry, error) {
	var out []brief.Entry
	for _, a := range acts {
		if e, known := k.byKey[a.Key]; known && a.Key != "" {
			was := k.keys[a.Key]
			if !bytes.Equal(was.Body, a.Body) || was.Kind != a.Kind || was.IfRev != a.IfRev {
				return nil, brief.Conflict("the key stands for another act", "use a new key")
			}
			return []brief.Entry{e}, nil
		}
		e, err := k.append(a)
		if err != nil {
			return nil, err
		}
		k.byKey[a.Key], k.keys[a.Key] = e, a
		out = append(out, e)
	}
	return out, nil
}

func (k *book) append(a brief.Act) (brief.Entry, error) {
	rev, prev, class := 0, brief.Seq(0), brief.EntryKind("")
	for _, p := range k.entries {
		if p.Entry.Item == a.Item {
			rev, prev = p.Entry.Rev, p.Entry.Seq
			if p.Entry.Kind != brief.Redact {
				class = p.Entry.Kind
			}
		}
	}
	if a.IfRev != -1 && a.IfRev != rev {
		return brief.Entry{}, brief.Conflict(fmt.Sprintf("revision %d stands, not %d", rev, a.IfRev), "look again")
	}
	if class == brief.Withdraw && a.Kind != brief.Redact {
		return brief.Entry{}, brief.Invalid("this item was withdrawn", "publish a new item instead")
	}
	e := brief.Entry{V: 1, Seq: brief.Seq(len(k.entries) + 1), At: k.now, Dated: a.Dated, Briefing: a.Briefing, Kind: a.Kind, Item: a.Item,
		Rev: rev + 1, Prev: prev, Lang: a.Lang, Role: a.Role}
	if a.Kind == brief.Redact {
		if err := k.remove(e, a.Body); err != nil {
			return e, err
		}
	}
	k.entries = append(k.entries, brief.Published{Entry: e, Body: a.Body})
	return e, nil
}

// remove takes bodies away, and insists on what the store insists on.
func (k *book) remove(e brief.Entry, body json.RawMessage) error {
	var red brief.Redaction
	if err := json.Unmarshal(body, &red); err != nil {
		return err
	}
	listed := map[brief.Seq]bool{}
	for _, r := range red.Removed {
		listed[r.Seq] = true
	}
	for _, r := range red.Removed {
		p := k.entries[r.Seq-1]
		if p.Entry.Item != red.Target || p.Entry.Kind == brief.Redact && len(r.Replacement) > 0 {
			return brief.Invalid(fmt.Sprintf("entry %d cannot be listed so", r.Seq), "")
		}
		if p.Removal != nil && p.Removal.Replacement != nil && !listed[p.Removal.By] {
			return brief.Invalid(fmt.Sprintf("what replaced entry %d stands in entry %d", r.Seq, p.Removal.By), "")
		}
		for _, q := range k.entries {
			if q.Removal != nil && q.Removal.By == r.Seq && !listed[q.Entry.Seq] {
				return brief.Invalid(fmt.Sprintf("entry %d says how entry %d was removed", r.Seq, q.Entry.Seq), "")
			}
		}
	}
	for _, r := range red.Removed {
		p := &k.entries[r.Seq-1]
		p.Body, p.Removal = nil, &brief.Removal{By: e.Seq, Class: red.Class, At: e.At, Replacement: r.Replacement}
	}
	return nil
}

func (k *book) Embargo(_ context.Context, a brief.Act) (brief.Draft, error) {
	k.drafts = append(k.drafts, a)
	return brief.Draft{ID: "d1", Briefing: a.Briefing, Kind: a.Kind, Item: a.Item, Body: a.Body, EmbargoUntil: a.EmbargoUntil, Person: a.Person}, nil
}

func (k *book) CreateBriefing(_ context.Context, a brief.Act, origin string) (brief.Entry, error) {
	k.origin = origin
	return k.append(a)
}

func (k *book) History(_ context.Context, _ brief.BriefingID, item brief.ItemID) ([]brief.Published, error) {
	var out []brief.Published
	for _, p := range k.entries {
		if p.Entry.Item == item {
			out = append(out, p)
		}
	}
	return out, nil
}

func (k *book) state() *edition.State {
	s := edition.New()
	for _, p := range k.entries {
		if err := s.Apply(p); err != nil {
			panic(err)
		}
	}
	return s
}

func (k *book) Briefing(context.Context, brief.BriefingID) (brief.Briefing, int, error) {
	s := k.state()
	if s.Seq == 0 {
		return brief.Briefing{}, 0, brief.NotFound("there is no such briefing", "")
	}
	return s.Briefing, s.BriefingRev, nil
}

func (k *book) Glance(context.Context, brief.BriefingID) (brief.Glance, int, error) {
	s := k.state()
	return s.Glance, s.GlanceRev, nil
}

func (k *book) Current(_ context.Context, _ brief.BriefingID, item brief.ItemID) (brief.Published, error) {
	it, ok := k.state().Item(item)
	if !ok {
		return brief.Published{}, brief.NotFound("there is no such item", "")
	}
	return k.entries[it.Current-1], nil
}

var (
	reporter = brief.Person{ID: "r", Name: "R", Role: brief.Reporter}
	editor   = brief.Person{ID: "e", Name: "E", Role: brief.Editor}
	chief    = brief.Person{ID: "c", Name: "C", Role: brief.Chief}
)

// room is a desk over a book with a briefing in it.
type room struct {
	*Desk
	t    *testing.T
	book *book
	id   brief.BriefingID
}

func newRoom(t *testing.T, shape func(*brief.Briefing)) *room {
	t.Helper()
	k := newBook()
	d := New(Ports{Record: k, Facts: k, Random: rand.NewChaCha8([32]byte{1})})
	b := brief.Briefing{Name: "war", Title: "The war", Template: "war", Zone: "Europe/Kyiv"}
	if shape != nil {
		shape(&b)
	}
	id, _, err := d.Create(context.Background(), noon, chief, b, "example.org/war", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return &room{Desk: d, t: t, book: k, id: id}
}

// development is one that no rule minds.
func development() brief.Development {
	return brief.Development{Headline: "Reznikov tells Russians to avoid the draft",
		Text:  "Ukrainian Defense Minister Oleksiy Reznikov said on December 30 that a further mobilization is coming.",
		Track: "home", Kind: brief.KindForecast, Label: brief.Official,
		RestsOn: []brief.Reference{{URL: "https://example.org/a", Outlet: "Outlet", Title: "Title"}}}
}

func (r *room) do(c Change) (Outcome, error) {
	c.Briefing = r.id
	return r.Do(context.Background(), noon, editor, c)
}

func (r *room) must(c Change) *brief.Entry {
	r.t.Helper()
	o, err := r.do(c)
	if err != nil {
		r.t.Fatal(err)
	}
	return o.Entry
}

func (r *room) publish() brief.ItemID {
	r.t.Helper()
	return r.must(Change{Kind: brief.Publish, Development: development()}).Item
}

// body gives the text of the last entry.
func body[T any](r *room) T {
	r.t.Helper()
	var v T
	p := r.book.entries[len(r.book.entries)-1]
	if err := json.Unmarshal(p.Body, &v); err != nil {
		r.t.Fatal(err)
	}
	return v
}

// refused holds an error to its kind and to some words of its sentence, and to say what to do.
func refused(t *testing.T, err error, kind brief.Kind, words string) {
	t.Helper()
	if err == nil {
		t.Errorf("taken; want a refusal that says %q", words)
		return
	}
	if brief.KindOf(err) != kind || !strings.Contains(err.Error(), words) {
		t.Errorf("got %v (kind %d); want kind %d and %q", err, brief.KindOf(err), kind, words)
	}
	if kind == brief.KindInvalid && !strings.Contains(err.Error(), "; ") {
		t.Errorf("%v does not say what to do", err)
	}
}

func rules(warnings []Warning) []string {
	var out []string
	for _, w := range warnings {
		out = append(out, w.Rule)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func sameRules(t *testing.T, got []Warning, want ...string) {
	t.Helper()
	slices.Sort(want)
	if !slices.Equal(rules(got), want) {
		t.Errorf("warnings %v, want %v: %+v", rules(got), want, got)
	}
}

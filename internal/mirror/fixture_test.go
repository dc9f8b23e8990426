package mirror

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// press makes real records for tests: every entry committed, the tree signed.
type press struct {
	t       testing.TB
	random  *rand.ChaCha8
	key     string
	signer  record.Signer
	entries []brief.Published
	revs    map[brief.ItemID]int
	last    map[brief.ItemID]brief.Seq
	clock   time.Time
	step    time.Duration
}

var start = time.Date(2025, 3, 1, 6, 0, 0, 0, time.UTC)

func newPress(t testing.TB, origin string, seed byte) *press {
	t.Helper()
	p := &press{t: t, random: rand.NewChaCha8([32]byte{seed}), revs: map[brief.ItemID]int{}, last: map[brief.ItemID]brief.Seq{}, clock: start, step: 5 * time.Hour}
	secret, public, err := record.NewKey(p.random, origin)
	p.must(err)
	p.key = public
	p.signer, err = record.NewSigner(secret)
	p.must(err)
	return p
}

func (p *press) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *press) add(kind brief.EntryKind, item brief.ItemID, body any) brief.Seq {
	p.t.Helper()
	raw, err := record.Canonical(body)
	p.must(err)
	salt, err := record.NewSalt(p.random)
	p.must(err)
	seq := brief.Seq(len(p.entries) + 1)
	p.revs[item]++
	e := brief.Entry{V: 1, Seq: seq, At: p.clock, Briefing: "b7k2m9q4x1c8v5n3", Kind: kind, Item: item, Rev: p.revs[item], Prev: p.last[item],
		Lang: "en", Role: brief.Editor, Commit: record.CommitTo(salt[:], raw)}
	p.last[item] = seq
	p.entries = append(p.entries, brief.Published{Entry: e, Body: raw, Salt: salt[:]})
	p.clock = p.clock.Add(p.step)
	return seq
}

// redact removes the texts of an item, openly.
func (p *press) redact(item brief.ItemID, replacement any) brief.Seq {
	p.t.Helper()
	order := brief.Redaction{Target: item, Class: "safety", Reason: "A name was taken out."}
	var with json.RawMessage
	if replacement != nil {
		var err error
		with, err = record.Canonical(replacement)
		p.must(err)
	}
	for i := range p.entries {
		if p.entries[i].Entry.Item == item {
			order.Removed = append(order.Removed, brief.Removed{Seq: p.entries[i].Entry.Seq, Replacement: with})
		}
	}
	at := p.clock
	by := p.add(brief.Redact, item, order)
	for _, r := range order.Removed {
		gone := &p.entries[r.Seq-1]
		gone.Body, gone.Salt = nil, nil
		gone.Removal = &brief.Removal{By: by, Class: order.Class, At: at, Replacement: with}
	}
	return by
}

// edition gives the record as it stands, or as it stood at size when that is not 0.
func (p *press) edition(size int) *Edition {
	p.t.Helper()
	if size == 0 {
		size = len(p.entries)
	}
	var hashes record.Hashes
	for _, e := range p.entries[:size] {
		h, err := record.LeafHash(e.Entry)
		p.must(err)
		p.must(hashes.Append(h))
	}
	tree, err := hashes.Tree()
	p.must(err)
	return &Edition{Entries: p.entries[:size:size], Checkpoint: p.checkpoint(tree.Size, tree.Root), Signer: p.signer, Key: p.key, Renderer: "test 1"}
}

func (p *press) checkpoint(size int64, root tlog.Hash) []byte {
	p.t.Helper()
	msg, err := record.Checkpoint(p.signer.Name(), size, root, p.signer)
	p.must(err)
	return msg
}

func (p *press) zip(e *Edition) []byte {
	p.t.Helper()
	var b bytes.Buffer
	_, err := WriteZip(&b, e)
	p.must(err)
	return b.Bytes()
}

func dev(headline, track string) brief.Development {
	return brief.Development{Headline: headline, Text: "Something happened, officials said.", Track: brief.TrackID(track), Kind: brief.KindEvent, Label: brief.Reported,
		RestsOn: []brief.Reference{{URL: "https://news.example/1", Outlet: "News Example"}}}
}

// war is a record with one of everything that a copy shows: several days, pages of a list, a dropped track, a line that
// is gone, a correction, a removal, a story.
func war(t testing.TB) *press {
	p := warUntil(t)
	p.redact("item05", nil)
	p.redact("item06", dev("A headline with one name less", "home"))
	return p
}

// warUntil is the same record before anything was removed.
func warUntil(t testing.TB) *press {
	p := newPress(t, "news.example/war", 1)
	b := brief.Briefing{Name: "war", Title: "The war", Template: "war", Zone: "Europe/Kyiv", Languages: []string{"en"}, State: brief.Open,
		Standfirst: "The latest developments.", Sections: []brief.Section{brief.SectionGlance, brief.SectionCoverage},
		Tracks:   []brief.Track{{ID: "home", Name: "Home fronts", Order: 1}, {ID: "aid", Name: "Military aid", Order: 2}},
		Identity: brief.Identity{Name: "The Outlet", Home: "https://outlet.example/", Colour: "#205080"}}
	p.add(brief.EntryBriefing, brief.ItemBriefing, b)
	for i := range 25 {
		p.add(brief.Publish, brief.ItemID(fmt.Sprintf("item%02d", i)), dev(fmt.Sprintf("Development number %d", i), []string{"home", "aid"}[i%2]))
	}
	p.add(brief.EntryGlance, brief.ItemGlance, brief.Glance{Lines: []brief.Line{{ID: "one", Text: "A first line.", Refs: []brief.ItemID{"item03"}, SaidOn: "2025-03-01"}, {ID: "two", Text: "A second line."}},
		Changes: []brief.LineChange{{ID: "one", Class: brief.Publish}, {ID: "two", Class: brief.Publish}}})
	fixed := dev("Development number 3, corrected", "aid")
	fixed.Note = "The first version gave another number."
	p.add(brief.Correct, "item03", fixed)
	p.add(brief.EntryGlance, brief.ItemGlance, brief.Glance{Lines: []brief.Line{{ID: "one", Text: "A first line, corrected.", Refs: []brief.ItemID{"item03"}}},
		Changes: []brief.LineChange{{ID: "one", Class: brief.Correct, Note: "It said less."}, {ID: "two", Class: brief.Withdraw, Note: "It does not hold."}}})
	b.Tracks, b.Sections = b.Tracks[:1], b.Sections[:1]
	p.add(brief.EntryBriefing, brief.ItemBriefing, b)
	story := dev("Inside the queue", "home")
	story.Kind = brief.KindStory
	p.add(brief.Publish, "story", story)
	return p
}

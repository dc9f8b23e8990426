package page

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// chronicle builds the record of a briefing for a test, entry by entry, and the shelf that pages are made from.
type chronicle struct {
	t       testing.TB
	state   *edition.State
	entries []brief.Published
	revs    map[brief.ItemID]int
	clock   time.Time
}

var start = time.Date(2022, 9, 24, 6, 0, 0, 0, time.UTC)

func warBriefing() brief.Briefing {
	return brief.Briefing{Name: "war", Title: "Russia’s invasion of Ukraine", Template: "war", Zone: "Europe/Kyiv", Languages: []string{"en"}, State: brief.Open,
		Standfirst: "The latest developments, Western military aid, the plight of civilians.", Sections: []brief.Section{brief.SectionGlance, brief.SectionCoverage},
		Tracks: []brief.Track{{ID: "world", Name: "World", Order: 1}, {ID: "home", Name: "Home fronts", Order: 2}, {ID: "fighting", Name: "Fighting", Order: 3},
			{ID: "civilians", Name: "Civilians", Order: 4}, {ID: "aid", Name: "Military aid", Order: 5}},
		Identity: brief.Identity{Name: "The Outlet", Home: "https://outlet.example/", Imprint: "https://outlet.example/imprint", Contact: "mailto:desk@outlet.example"}}
}

func newChronicle(t testing.TB, b brief.Briefing) *chronicle {
	c := &chronicle{t: t, state: edition.New(), revs: map[brief.ItemID]int{}, clock: start}
	c.add(brief.EntryBriefing, brief.ItemBriefing, b)
	return c
}

// add appends an entry ten minutes after the one before.
func (c *chronicle) add(kind brief.EntryKind, item brief.ItemID, body any) brief.Published {
	c.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	c.revs[item]++
	lang := "en"
	if c.state.Seq > 0 {
		lang = c.state.Briefing.Lang()
	} else if b, ok := body.(brief.Briefing); ok {
		lang = b.Lang()
	}
	p := brief.Published{Entry: brief.Entry{V: 1, Seq: c.state.Seq + 1, At: c.clock, Briefing: "b1", Kind: kind, Item: item, Rev: c.revs[item], Lang: lang, Role: brief.Editor}, Body: raw}
	c.clock = c.clock.Add(10 * time.Minute)
	if err := c.state.Apply(p); err != nil {
		c.t.Fatal(err)
	}
	c.entries = append(c.entries, p)
	return p
}

// redact takes the bodies of an item's entries away, or replaces the last one.
func (c *chronicle) redact(item brief.ItemID, class, reason string, replacement any) brief.Published {
	c.t.Helper()
	red := brief.Redaction{Target: item, Class: class, Reason: reason}
	var with json.RawMessage
	if replacement != nil {
		raw, err := json.Marshal(replacement)
		if err != nil {
			c.t.Fatal(err)
		}
		with = raw
	}
	by := c.state.Seq + 1
	for i := range c.entries {
		if e := c.entries[i].Entry; e.Item == item {
			red.Removed = append(red.Removed, brief.Removed{Seq: e.Seq, Replacement: with})
		}
	}
	at := c.clock
	p := c.add(brief.Redact, item, red)
	for _, r := range red.Removed {
		gone := &c.entries[r.Seq-1]
		gone.Body, gone.Removal = nil, &brief.Removal{By: by, Class: class, At: at, Replacement: with}
	}
	return p
}

func (c *chronicle) bodies(seqs []brief.Seq) (map[brief.Seq]brief.Published, error) {
	out := map[brief.Seq]brief.Published{}
	for _, seq := range seqs {
		if seq < 1 || int(seq) > len(c.entries) {
			return nil, fmt.Errorf("a page asked for entry %d, which does not exist", seq)
		}
		out[seq] = c.entries[seq-1]
	}
	return out, nil
}

func (c *chronicle) history(item brief.ItemID) []brief.Published {
	var out []brief.Published
	for _, p := range c.entries {
		if p.Entry.Item == item {
			out = append(out, p)
		}
	}
	return out
}

func (c *chronicle) shelf() Shelf {
	return Shelf{Name: "war", State: c.state, Public: "https://brief.example", Origin: "brief.example/war", Fingerprint: "1a2b3c4d"}
}

func dev(headline string) brief.Development {
	return brief.Development{Headline: headline, Text: "Something happened, officials said.", Track: "home", Kind: brief.KindEvent, Label: brief.Reported,
		RestsOn: []brief.Reference{{URL: "https://news.example/1", Outlet: "News Example"}}}
}

// fullChronicle has one of everything that a page can show.
func fullChronicle(t testing.TB) *chronicle {
	c := newChronicle(t, warBriefing())
	law := brief.Development{Headline: "Ten years for giving up: Putin signs tougher penalties", Track: "home", Kind: brief.KindLawChange, Label: brief.Official,
		Text:  "The amendments cover voluntary surrender and refusal to fight. A second measure lets foreigners who serve at least *six months* apply for citizenship without a residence permit.",
		Place: "Moscow", Byline: "A. Editor", Event: brief.EventTime{From: start, Precision: brief.ToDay, Zone: "Europe/Moscow"},
		RestsOn: []brief.Reference{{URL: "https://rferl.example/32051023", Outlet: "RFE/RL", Title: "Zelenskiy urges", Quote: "The president put his name to tougher penalties on Saturday."},
			{Outlet: "The Kremlin"}},
		SeeAlso: []brief.Link{{Title: "The law in full", URL: "https://law.example/"}}}
	c.add(brief.Publish, "law", law)
	figure := dev("Hundreds of thousands have left Russia since the call-up, neighbours’ figures suggest")
	figure.Track, figure.Kind, figure.Label = "civilians", brief.KindFigure, brief.Unverified
	figure.Text = "Border services in Georgia, Kazakhstan and Kyrgyzstan each report a sharp rise. The counts overlap and none is verified.\n\n- Georgia\n- Kazakhstan\n\n> The queues are long."
	c.add(brief.Publish, "figure", figure)
	law.Text, law.Note = "The amendments cover voluntary surrender and refusal to fight. A second measure lets foreigners who serve at least *one year* apply for citizenship without a residence permit.",
		"An earlier version gave the minimum service as six months; it is one year."
	c.add(brief.Correct, "law", law)
	c.add(brief.Publish, "held", dev("A report that is being checked"))
	held := dev("A report that is being checked")
	held.Note = "Two outlets disagree about the place."
	c.add(brief.Hold, "held", held)
	c.add(brief.Publish, "wrong", dev("A headline that must not be seen again"))
	wrong := dev("A headline that must not be seen again")
	wrong.Note = "The report rested on a forged letter."
	c.add(brief.Withdraw, "wrong", wrong)
	c.add(brief.Publish, "secret", dev("A headline with a name in it"))
	c.redact("secret", "safety", "A name was taken out.", nil)
	c.add(brief.Publish, "named", dev("A headline with Ivan in it"))
	c.redact("named", "law", "One name was taken out.", dev("A headline with one name less"))
	story := brief.Development{Headline: "Inside the queue at the border", Text: "Our reporter spent two days at Upper Lars.", Track: "world", Kind: brief.KindStory, Label: brief.Witnessed,
		RestsOn: []brief.Reference{{URL: "https://outlet.example/queue", Outlet: "The Outlet"}}}
	c.add(brief.Publish, "story", story)
	lines := []brief.Line{
		{ID: "l1", Track: "home", SaidOn: "2022-09-24", Refs: []brief.ItemID{"law"}, Text: "Putin signed amendments that make voluntary surrender punishable by 10 years, the Kremlin said."},
		{ID: "l2", Track: "civilians", SaidOn: "2022-09-23", Refs: []brief.ItemID{"figure"}, Text: "Georgia and Kazakhstan reported queues at their borders with Russia for the second day."}}
	c.add(brief.EntryGlance, brief.ItemGlance, brief.Glance{Lines: lines, Changes: []brief.LineChange{{ID: "l1", Class: brief.Publish}, {ID: "l2", Class: brief.Publish}}})
	again := append([]brief.Line(nil), lines...)
	again[1].Text = "Georgia and Kazakhstan reported queues at their borders with Russia for the third day."
	c.add(brief.EntryGlance, brief.ItemGlance, brief.Glance{Lines: again, Changes: []brief.LineChange{{ID: "l2", Class: brief.Correct, Note: "It was the third day, not the second."}}})
	pledge := brief.Development{Headline: "Zelenskiy offers three guarantees to Russian soldiers who surrender", Track: "fighting", Kind: brief.KindPledge, Label: brief.Official, Place: "Kyiv",
		Text:    "In an evening address that switched to Russian, the Ukrainian president urged Russians to avoid the draft and set out what anyone who surrenders can count on.",
		RestsOn: []brief.Reference{{URL: "https://rferl.example/32051023", Outlet: "RFE/RL"}}}
	c.add(brief.Publish, "pledge", pledge)
	pledge.Text += " He named three things."
	c.add(brief.Update, "pledge", pledge)
	return c
}

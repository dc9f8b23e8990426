package page

import (
	"bytes"
	"io"
	"testing"

	"livebrief/internal/brief"
)

// written is one page of a site in memory: where it stands and what it says.
type written struct {
	name string
	at   address
	body string
	// whole marks pages with the frame round them.
	whole bool
}

// site writes every page of a chronicle.
func site(t *testing.T, c *chronicle, s Shelf) []written {
	t.Helper()
	var out []written
	put := func(name string, at address, whole bool, write func(io.Writer) error) {
		t.Helper()
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out = append(out, written{name, at, b.String(), whole})
	}
	put("live", "", true, func(w io.Writer) error { return WriteLive(w, s, c.bodies, 1) })
	past := s
	past.AsOf = true
	put("as-of", asOfAt(s.State.Seq), true, func(w io.Writer) error { return WriteLive(w, past, c.bodies, 1) })
	for _, tr := range s.State.Briefing.Tracks {
		put("track "+string(tr.ID), trackAt(tr.ID), true, func(w io.Writer) error { return WriteTrack(w, s, c.bodies, tr.ID, 1) })
	}
	put("day", "day/2022-09-24", true, func(w io.Writer) error { return WriteDay(w, s, c.bodies, "2022-09-24") })
	seen := map[brief.ItemID]bool{}
	for _, e := range c.entries {
		id := e.Entry.Item
		if _, ok := s.State.Item(id); !ok || seen[id] {
			continue
		}
		seen[id] = true
		put("item "+string(id), itemAt(id), true, func(w io.Writer) error { return WriteItem(w, s, c.bodies, id) })
		put("history "+string(id), historyAt(id), true, func(w io.Writer) error { return WriteHistory(w, s, id, c.history(id)) })
	}
	for _, l := range s.State.Glance.Lines {
		put("line "+string(l.ID), lineAt(l.ID), true, func(w io.Writer) error { return WriteLine(w, s, l.ID, c.lineHistory(l.ID)) })
	}
	put("corrections", "corrections", true, func(w io.Writer) error { return WriteCorrections(w, s, c.bodies) })
	put("witnesses", "witnesses", true, func(w io.Writer) error { return WriteWitnesses(w, s) })
	put("coverage", "coverage", true, func(w io.Writer) error { return WriteCoverage(w, s, c.bodies, 1) })
	put("changes", changesAt(1), true, func(w io.Writer) error { return WriteChanges(w, s, c.bodies, 1) })
	put("lite", "lite", false, func(w io.Writer) error { return WriteLite(w, s, c.bodies) })
	put("box", "box", false, func(w io.Writer) error { return WriteBox(w, s, c.bodies) })
	put("embed", "embed", false, func(w io.Writer) error { return WriteEmbed(w, s, c.bodies, 5) })
	put("mirrors", "mirrors", true, func(w io.Writer) error { return WriteMirrors(w, s) })
	if s.State.Briefing.Shows(brief.SectionStatements) {
		out = append(out, ledgerSite(t, c, s)...)
	}
	put("preview", "p/preview", true, func(w io.Writer) error { return Preview(w, s, dev("A draft"), nil) })
	return out
}

func (c *chronicle) lineHistory(id brief.LineID) []brief.Published {
	var out []brief.Published
	for _, seq := range c.state.LineHistory(id) {
		out = append(out, c.entries[seq-1])
	}
	return out
}

// feeds writes every feed of a chronicle.
func feeds(t *testing.T, c *chronicle, s Shelf) []written {
	t.Helper()
	var out []written
	for _, format := range []string{"atom", "rss", "json"} {
		for _, track := range []brief.TrackID{"", "home"} {
			var b bytes.Buffer
			if err := WriteFeed(&b, s, c.bodies, format, track); err != nil {
				t.Fatalf("feed %s %s: %v", format, track, err)
			}
			out = append(out, written{name: "feed." + format + " " + string(track), body: b.String()})
		}
		if !s.State.Briefing.Shows(brief.SectionStatements) {
			continue
		}
		for _, f := range []LedgerFeed{{}, {Outcomes: true}, {Kind: brief.KindPledge}, {Speaker: "mira"}} {
			var b bytes.Buffer
			if err := WriteLedgerFeed(&b, s, c.bodies, format, f); err != nil {
				t.Fatalf("feed %s %+v: %v", format, f, err)
			}
			out = append(out, written{name: "feed." + format + " of the ledger", body: b.String()})
		}
	}
	return out
}

func find(t *testing.T, pages []written, name string) string {
	t.Helper()
	for _, p := range pages {
		if p.name == name {
			return p.body
		}
	}
	t.Fatalf("there is no page %q", name)
	return ""
}

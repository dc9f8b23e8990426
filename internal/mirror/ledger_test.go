package mirror

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/statement"
)

// ledgerOf is a record with a ledger of more statements than one page of a list holds, two names of one speaker, a verdict
// that replaces another, a withdrawal, a removal, and days on which nothing but other things happen.
func ledgerOf(t testing.TB) *press {
	p := newPress(t, "news.example/ledger", 2)
	b := brief.Briefing{Name: "war", Title: "The war", Template: "war", Zone: "Europe/Kyiv", Languages: []string{"en"}, State: brief.Open,
		Sections: []brief.Section{brief.SectionGlance, brief.SectionStatements}, Tracks: []brief.Track{{ID: "home", Name: "Home fronts", Order: 1}}}
	p.add(brief.EntryBriefing, brief.ItemBriefing, b)
	p.add(brief.EntrySpeaker, "mira", brief.Speaker{Name: "Mira Vell", Change: brief.StatementChange{Class: brief.Publish}})
	p.add(brief.EntrySpeaker, "vell", brief.Speaker{Name: "M. Vell", Change: brief.StatementChange{Class: brief.Publish}})
	for i := range 55 {
		p.add(brief.EntryStatement, brief.ItemID(fmt.Sprintf("vow%02d", i)), promise(i, brief.StatementChange{Class: brief.Publish}))
	}
	d := dev("A promise", "home")
	d.Statements = []brief.StatementID{"vow03"}
	p.add(brief.Publish, "citing", d)
	verdict := brief.Outcome{Statement: "vow03", Term: "t1", Verdict: statement.Contested, AsOf: "2025-03-12", Rationale: "Two sides, two stories.", RestsOn: []brief.EvidenceID{"e1"}, ProposedBy: "editor"}
	seq := p.add(brief.EntryOutcome, "vow03", verdict)
	verdict.Verdict, verdict.Supersedes = statement.Broken, seq
	p.add(brief.EntryOutcome, "vow03", verdict)
	p.add(brief.EntrySpeaker, "vell", brief.Speaker{Name: "M. Vell", MergedInto: "mira", Change: brief.StatementChange{Class: brief.Correct, Note: "One and the same."}})
	gone := promise(4, brief.StatementChange{Class: brief.Withdraw, Note: "Nobody said it."})
	gone.Withdrawn = true
	p.add(brief.EntryStatement, "vow04", gone)
	p.redact("vow05", nil)
	fixed := promise(7, brief.StatementChange{Class: brief.Correct, Note: "It was more."})
	fixed.Title = "Promise number 7 and more"
	p.add(brief.EntryStatement, "vow07", fixed)
	p.add(brief.Publish, "later", dev("Something else", "home"))
	return p
}

func promise(i int, change brief.StatementChange) brief.Statement {
	by := []brief.SpeakerID{"mira", "vell"}[i%2]
	s := brief.Statement{Kind: brief.KindPledge, Title: fmt.Sprintf("Promise number %d", i), Track: "home", Speaker: by, As: brief.Capacity{Name: "Mira Vell"},
		Said:       brief.EventTime{From: start.Add(-time.Duration(i) * time.Hour), Precision: brief.ToDay},
		Terms:      []brief.Term{{ID: "t1", Text: "It will be done.", Force: brief.Flat, Due: brief.DueWindow{To: "2025-03-10"}}},
		Renderings: []brief.Rendering{{ID: "r1", Reference: brief.Reference{URL: "https://courier.example/1", Outlet: "The Courier"}, On: "2025-03-02"}},
		Evidence:   []brief.Evidence{{ID: "e1", Terms: []brief.TermID{"t1"}, Date: "2025-03-11", Stance: brief.Contradicts, Side: brief.Independent, Text: "It was not.", Reference: brief.Reference{URL: "https://a.example/", Outlet: "A"}}},
		Change:     change}
	if i == 6 || i == 7 {
		s.Proposition = "same"
	}
	return s
}

func TestCopyHasTheWholeLedger(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := WriteFolder(dir, ledgerOf(t).edition(0)); err != nil {
		t.Fatal(err)
	}
	files := tree(t, dir)
	everyLinkLeads(t, files)
	for name, want := range map[string]string{"statements.html": "A copy has no search.", "statements/page/2.html": "Promise number 54", "statements/kind/pledge.html": "Promise number 0", "statements/verdict/broken.html": "Promise number 3",
		"statements/vow03.html": "Two sides, two stories.", "statements/vow03/history.html": "Contested", "statements/vow04.html": "Nobody said it.", "statements/vow05.html": "Removed openly",
		"statements/vow06.html": "Promise number 7 and more", "people/vell.html": "This is Mira Vell.", "people/mira.html": "Promise number 1", "people.html": "53", "due.html": "Promise number 6", "due.ics": "BEGIN:VEVENT\r\n",
		"statements.csv": ",broken,2025-03-12,", "statements.json": `"verdict":"broken"`, "statements/feed.atom": "Promise number", "outcomes/feed.rss": "Broken: It will be done.",
		"statements/kind/pledge/feed.json": "Promise number", "people/mira/feed.atom": "Mira Vell", "p/citing.html": "Promise number 3"} {
		if !strings.Contains(files[name], want) {
			t.Errorf("%s does not hold %q", name, want)
		}
	}
	for name, body := range files {
		if strings.Contains(body, "Promise number 5<") || strings.Contains(body, `"Promise number 5"`) {
			t.Errorf("%s shows a text that was removed", name)
		}
	}
}

// TestNextLedgerOverAnEarlierOneIsTheWholeCopy writes the last editions one over the other, and each anew.
func TestNextLedgerOverAnEarlierOneIsTheWholeCopy(t *testing.T) {
	p := ledgerOf(t)
	over := t.TempDir()
	for size := 58; size <= len(p.entries); size++ {
		e := ledgerUntil(t, p, size)
		fresh := t.TempDir()
		for _, dir := range []string{over, fresh} {
			if _, _, err := WriteFolder(dir, e); err != nil {
				t.Fatalf("edition %d: %v", size, err)
			}
		}
		want, got := tree(t, fresh), tree(t, over)
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("edition %d: %s is not what a whole export writes", size, name)
			}
		}
		if len(got) != len(want) {
			t.Errorf("edition %d: %d files, a whole export has %d", size, len(got), len(want))
		}
	}
}

// ledgerUntil is the record as it was at a size: what was removed later is there.
func ledgerUntil(t testing.TB, p *press, size int) *Edition {
	e := p.edition(size)
	e.Entries = append([]brief.Published(nil), e.Entries...)
	for i := range e.Entries {
		if r := e.Entries[i].Removal; r != nil && int(r.By) > size {
			body := promise(5, brief.StatementChange{Class: brief.Publish})
			again := newPress(t, "news.example/again", 3)
			again.add(brief.EntryStatement, "vow05", body)
			e.Entries[i].Body, e.Entries[i].Removal = again.entries[0].Body, nil
		}
	}
	return e
}

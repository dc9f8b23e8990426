package page

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/statement"
)

// LedgerPerPage is how many statements or speakers stand on one page of a list.
const LedgerPerPage = 50

// LedgerList is one list of the ledger: all of it, or what a filter lets through.
type LedgerList struct {
	// At is the address of its first page below the briefing, such as "statements/kind/pledge".
	At     string
	Filter edition.LedgerFilter
	// Count counts its statements, tombstones too.
	Count int
}

// LedgerLists names every list of the ledger that has something in it. The whole one comes first, with something in it or
// not, then those by kind, by track and by verdict.
func LedgerLists(s *edition.State) []LedgerList {
	whole, kinds, tracks, verdicts := 0, map[brief.DevelopmentKind]int{}, map[brief.TrackID]int{}, map[brief.Verdict]int{}
	s.Ledger(func(r edition.Statement) bool {
		whole++
		kinds[r.Kind]++
		tracks[r.Track]++
		if r.Status == edition.Live {
			verdicts[r.State.Verdict]++
		}
		return true
	})
	out := []LedgerList{{At: string(statementsAt), Count: whole}}
	for _, k := range statement.Kinds {
		if kinds[k] > 0 {
			out = append(out, LedgerList{string(kindAt(k)), edition.LedgerFilter{Kind: k}, kinds[k]})
		}
	}
	for _, t := range sortedTracks(s.Briefing.Tracks) {
		if tracks[t.ID] > 0 {
			out = append(out, LedgerList{string(statementsAt + "/" + trackAt(t.ID)), edition.LedgerFilter{Track: t.ID}, tracks[t.ID]})
		}
	}
	for _, v := range allVerdicts() {
		if verdicts[v] > 0 {
			out = append(out, LedgerList{string(verdictAt(v)), edition.LedgerFilter{Verdict: v}, verdicts[v]})
		}
	}
	return out
}

// allVerdicts lists every state of a statement once, in the order of the kinds.
func allVerdicts() []brief.Verdict {
	var out []brief.Verdict
	for _, k := range statement.Kinds {
		for _, v := range statement.VerdictsOf(k) {
			if !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	return append(out, statement.Mixed)
}

// statementsView is a list of the ledger.
type statementsView struct {
	frame
	Heading, Sub, Empty string
	Overdue, Coming     []dueRow
	DueHref             string
	Tallies             []tally
	Filters             []filterRow
	FilterSays          string
	Days                []claimDay
	Pager               pager
	Files               []link
}

// claimDay is what was said on one day.
type claimDay struct {
	Text string
	List []claim
}

// filterRow is one way of narrowing the ledger: by kind, by track, by what came of it.
type filterRow struct {
	Title string
	List  []trackLink
}

// WriteStatements writes page n of a list of the ledger, the last said first. Its first page begins with what is due and
// what came of it.
func WriteStatements(w io.Writer, s Shelf, bodies Bodies, list LedgerList, n int) error {
	base := address(list.At)
	if s.AsOf {
		base = asOfAt(s.State.Seq) + "/" + base
	}
	m := newMaker(s, base.page(n))
	if !m.ledger() {
		return noLedger()
	}
	words := &m.words.Ledger
	whole := list.Filter == edition.LedgerFilter{}
	title := words.Statements
	if !whole {
		title += ": " + m.listName(list.Filter)
	}
	v := statementsView{frame: m.frame(title, words.Says, edition.OfLedger()), Heading: title, Sub: words.Says, Empty: words.ListEmpty}
	if whole {
		v.Empty = words.Empty
	} else {
		v.Kicker = &link{Href: m.link(statementsAt), Text: words.Statements}
	}
	rows, total := s.State.Statements(list.Filter, (n-1)*LedgerPerPage, LedgerPerPage)
	if err := m.fetchRows(bodies, rows); err != nil {
		return err
	}
	var err error
	if v.Days, err = m.claimDays(rows); err != nil {
		return err
	}
	v.Pager = m.pagerOf(base, n, total, LedgerPerPage)
	if n == 1 {
		err = m.firstStatements(&v, bodies, list, whole)
	}
	if err != nil {
		return fmt.Errorf("writing the list %s: %w", list.At, err)
	}
	return render(w, "statements", v)
}

// firstStatements adds what only the first page of a list has. An older edition leads to no lists but its own.
func (m *maker) firstStatements(v *statementsView, bodies Bodies, list LedgerList, whole bool) (err error) {
	v.Tallies = m.tallies(list.Filter, m.words.Ledger.Tally)
	if m.AsOf {
		return nil
	}
	v.Filters = m.filters(list.At)
	v.Feeds = append(m.feedsAt(statementsAt+"/", m.b.Title+": "+m.words.Ledger.FeedOfAll), v.Feeds...)
	v.Feeds = append(m.feedsAt("outcomes/", m.b.Title+": "+m.words.Ledger.FeedOfOutcomes), v.Feeds...)
	if k := list.Filter.Kind; k != "" {
		v.Feeds = append(m.feedsAt(kindAt(k)+"/", m.b.Title+": "+v.Heading), v.Feeds...)
	}
	if !whole {
		return nil
	}
	if m.Static {
		v.FilterSays = m.words.Ledger.FilterSays
	}
	v.Files = []link{{Href: m.link("statements.csv"), Text: "CSV"}, {Href: m.link("statements.json"), Text: "JSON"},
		{Href: m.link(statementsAt + "/feed.atom"), Text: "Atom"}, {Href: m.link("outcomes/feed.atom"), Text: "Atom: " + m.words.Ledger.FeedOfOutcomes},
		{Href: m.link("due.ics"), Text: m.words.Ledger.Calendar}, {Href: m.link(peopleAt), Text: m.words.Ledger.People}}
	due, err := m.dueRows(bodies, dueOnList)
	v.Overdue, v.Coming, v.DueHref = due.overdue, due.coming, m.link(dueAt)
	return err
}

// listName names what a filter lets through.
func (m *maker) listName(f edition.LedgerFilter) string {
	switch {
	case f.Kind != "":
		if name := m.words.Ledger.Plurals[f.Kind]; name != "" {
			return name
		}
		return string(f.Kind)
	case f.Track != "":
		return m.trackName(f.Track)
	case f.Verdict != "":
		return m.words.Ledger.verdict("", f.Verdict)
	}
	return ""
}

// filters leads to the lists of the ledger from the one at an address.
func (m *maker) filters(current string) []filterRow {
	w := &m.words.Ledger
	by := [3]filterRow{{Title: w.ByKind}, {Title: w.ByTrack}, {Title: w.ByVerdict}}
	lists := LedgerLists(m.State)
	for _, l := range lists[1:] {
		row := 0
		switch {
		case l.Filter.Track != "":
			row = 1
		case l.Filter.Verdict != "":
			row = 2
		}
		by[row].List = append(by[row].List, trackLink{Href: m.link(address(l.At)), Name: capital(m.listName(l.Filter)), Count: m.words.number(l.Count), Current: l.At == current})
	}
	return slices.DeleteFunc(by[:], func(r filterRow) bool { return len(r.List) == 0 })
}

// claimDays groups statements, whose texts were fetched, by the day on which they were said.
func (m *maker) claimDays(rows []edition.Statement) (out []claimDay, err error) {
	for _, r := range rows {
		one, err := m.claim(r)
		if err != nil {
			return nil, err
		}
		day := m.words.Ledger.NoDate
		if b, shown, err := body[brief.Statement](m.texts[r.Current]); err != nil {
			return nil, err
		} else if shown && !b.Said.From.IsZero() {
			day = m.dayOf(b.Said)
		}
		if n := len(out); n == 0 || out[n-1].Text != day {
			out = append(out, claimDay{Text: day})
		}
		last := &out[len(out)-1]
		last.List = append(last.List, one)
	}
	return out, nil
}

// dayOf names the day on which something was said, or the month or year where no more is known.
func (m *maker) dayOf(e brief.EventTime) string {
	if !coarse(e.Precision) {
		return m.clock.date(e.From)
	}
	return m.clock.eventPart(e, e.From)
}

// tally says of one kind how many terms came out how.
type tally struct{ Kind, Href, Says, Open string }

// sharesFrom is how many terms have to be decided before a share of them is told in percent.
const sharesFrom = 10

// tallies counts the terms of each kind. The sentence takes all terms, and names the open ones among the rest; where it
// is TallyDecided it takes those that are decided, and the open ones stand apart.
func (m *maker) tallies(f edition.LedgerFilter, sentence string) (out []tally) {
	w := &m.words.Ledger
	all := m.State.Tally(f)
	for _, k := range statement.Kinds {
		by := all[k]
		verdicts := statement.VerdictsOf(k)
		total, open := 0, by[statement.Open]
		for _, n := range by {
			total += n
		}
		if total == 0 || verdicts == nil {
			continue
		}
		v := tally{Kind: w.Plurals[k], Href: m.link(kindAt(k))}
		decidedOnly := sentence == w.TallyDecided
		if decidedOnly {
			total -= open
			if open > 0 {
				v.Open = fill(w.StillOpen, m.words.count(open, w.TermCount))
			}
		}
		var parts []string
		for _, one := range append(verdicts[1:len(verdicts):len(verdicts)], statement.Open) {
			n := by[one]
			if n == 0 || decidedOnly && one == statement.Open {
				continue
			}
			part := fill(w.TallyPart, m.words.number(n), w.verdict(k, one))
			if decidedOnly && total >= sharesFrom {
				part = fill(w.TallyShare, part, m.words.number((100*n+total/2)/total)+"\u00a0%")
			}
			parts = append(parts, part)
		}
		if len(parts) > 0 {
			v.Says = fill(sentence, m.words.count(total, w.TermsOf), strings.Join(parts, ", "))
		}
		out = append(out, v)
	}
	return out
}

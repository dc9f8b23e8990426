package page

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/compare"
	"livebrief/internal/edition"
)

// WriteStatementHistory writes every entry about a statement, from these entries, the oldest first.
func WriteStatementHistory(w io.Writer, s Shelf, id brief.StatementID, history []brief.Published) error {
	row, ok := s.State.Statement(id)
	m := newMaker(s, statementAt(id)+"/history")
	if !ok || !m.ledger() {
		return brief.NotFound("there is no statement at this address", "go to the list of statements and look from there")
	}
	v := historyView{Heading: m.words.History, Sub: m.words.Ledger.HistorySays, Empty: m.words.TextWithheld}
	chain := chain{m: m, kind: row.Kind}
	for _, p := range history {
		one, err := chain.next(p)
		if err != nil {
			return err
		}
		v.Versions = append(v.Versions, one)
	}
	if chain.before != nil && row.Status == edition.Live {
		v.Heading = m.words.History + ": " + chain.before.Title
	}
	slices.Reverse(v.Versions)
	v.frame = m.frame(v.Heading, v.Sub, edition.OfStatement(id))
	v.Kicker = &link{Href: m.link(statementAt(id)), Text: m.words.Ledger.Back}
	return render(w, "history", v)
}

// chain goes through the entries of a statement.
type chain struct {
	m      *maker
	kind   brief.DevelopmentKind
	before *brief.Statement
}

func (c *chain) next(p brief.Published) (version, error) {
	switch one := c.m.version(p); p.Entry.Kind {
	case brief.EntryOutcome:
		return c.outcome(one, p)
	case brief.EntryStatement:
		return c.statement(one, p)
	case brief.Redact:
		why, _, err := body[brief.Redaction](p)
		one.Note = strings.TrimSpace(capital(c.m.words.Reasons[why.Class]) + ". " + why.Reason)
		return one, err
	default:
		return one, nil
	}
}

func (c *chain) outcome(one version, p brief.Published) (version, error) {
	o, shown, err := body[brief.Outcome](p)
	if err != nil || !shown {
		one.Says, one.Empty = c.m.words.Ledger.Outcomes, c.m.withheld(p)
		return one, err
	}
	text := string(o.Term)
	if c.before != nil {
		for i, t := range c.before.Terms {
			if t.ID == o.Term {
				text = fill(c.m.words.Ledger.Term, c.m.words.number(i+1)) + ": " + t.Text
			}
		}
	}
	one.Says = capital(c.m.words.Ledger.verdict(c.kind, o.Verdict))
	one.Note = text
	one.Parts = []part{whole(joined([]string{o.Rationale, "(" + fill(c.m.words.Ledger.AsOfDay, c.m.clock.calendar(o.AsOf)) + ")"}, " "))}
	return one, nil
}

func (c *chain) statement(one version, p brief.Published) (version, error) {
	b, shown, err := body[brief.Statement](p)
	if err != nil || !shown {
		one.Empty, c.before = c.m.withheld(p), nil
		return one, err
	}
	one.Says, one.Note = c.m.change(cmp.Or(b.Change.Class, brief.Publish)), b.Change.Note
	now := c.m.flat(&b)
	if c.before == nil {
		for i, text := range now {
			if text != "" {
				one.Parts = append(one.Parts, part{Pieces: whole(text).Pieces, Small: i > 1})
			}
		}
	} else {
		for i, text := range c.m.flat(c.before) {
			if text != now[i] {
				one.Parts = append(one.Parts, part{Pieces: compare.Compare(text, now[i]), Small: i > 1})
			}
		}
	}
	if len(one.Parts) == 0 {
		one.Empty = c.m.words.SameText
	}
	c.before = &b
	return one, nil
}

// flat puts what readers see of a statement into texts that can be compared: title, summary, who and when, terms, who
// reported it, and evidence.
func (m *maker) flat(b *brief.Statement) [6]string {
	out := [6]string{b.Title, b.Summary}
	out[2] = joined([]string{m.kindName(b.Kind), m.trackName(b.Track), b.As.Name, m.role(b.As), b.As.Side, b.Addressee, b.Language, b.Channel, m.saidOn(b.Said).Text, b.Original}, " · ")
	for i, t := range b.Terms {
		line := []string{m.words.number(i+1) + ". " + t.Text, m.words.Ledger.Forces[t.Force]}
		for _, f := range m.termFacts(t) {
			line = append(line, f.Name+": "+f.Text)
		}
		out[3] += joined(line, " · ") + "\n"
	}
	for i, row := range m.renderings(b).Rows {
		line := append([]string{row.Outlet.Text, row.Date, row.Verb, row.Language, b.Renderings[i].URL}, row.Small...)
		for k, c := range row.Cells {
			if c.How != "" {
				line = append(line, m.words.number(k+1)+": "+joined([]string{c.How, c.Force, c.Words}, ", "))
			}
		}
		out[4] += joined(line, " · ") + "\n"
	}
	for _, e := range b.Evidence {
		v := m.evidence(e)
		out[5] += joined(append([]string{v.Says + ": " + v.Text, v.Side, v.Date, v.Source.Text, e.URL, v.Weak, v.Back}, v.Looked...), " · ") + "\n"
	}
	return out
}

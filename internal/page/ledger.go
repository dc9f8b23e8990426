package page

import (
	"bytes"
	"cmp"
	"html/template"
	"slices"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/statement"
)

// verdictBox is the state of a statement or a term as a word in a box; Review says that it has to be judged again.
type verdictBox struct{ Class, Text, Review string }

// claim is a statement as it stands in lists and inside developments.
type claim struct {
	W                                *Words
	ID, Href, Hue, Lang, Kind, Track string
	Title, Who, Role                 string
	Said                             moment
	Box                              verdictBox
	Terms                            []claimTerm
	Gone                             bool // withdrawn or removed; Title says which
}

// claimTerm is one term of a claim; it has no box of its own where all terms stand the same.
type claimTerm struct {
	Text string
	Box  verdictBox
}

// ledger tells whether the briefing shows its statements.
func (m *maker) ledger() bool { return m.b.Shows(brief.SectionStatements) }

// noLedger answers where the briefing does not show them.
func noLedger() error {
	return brief.NotFound("this briefing does not list statements", "the developments are on the live page")
}

// statement leads to a statement: as it stood, on the pages of an older edition.
func (m *maker) statement(id brief.StatementID) string {
	if m.AsOf && !m.Static {
		return m.link(asOfAt(m.State.Seq) + "/" + statementAt(id))
	}
	return m.link(statementAt(id))
}

// speaker leads to a speaker, "" where the register has none whose name can be shown.
func (m *maker) speaker(id brief.SpeakerID) string {
	if id == "" {
		return ""
	}
	return m.link(speakerAt(id))
}

// stand says where a statement stands; the zero box where nothing of it is judged.
func (m *maker) stand(kind brief.DevelopmentKind, st statement.State) verdictBox {
	w := &m.words.Ledger
	if st.Terms == 0 || statement.VerdictsOf(kind) == nil {
		return verdictBox{}
	}
	box := verdictBox{Class: verdictClass(st.Verdict), Text: capital(w.verdict(kind, st.Verdict))}
	switch {
	case st.Decided == 0 && st.Terms > 1:
		box.Text = capital(fill(w.OpenOf, m.words.number(st.Terms), m.words.number(st.Terms)))
	case st.Verdict == statement.Mixed && st.Decided < st.Terms:
		box.Class, box.Text = "open", capital(fill(w.DecidedOf, m.words.number(st.Decided), m.words.number(st.Terms)))
	}
	if st.Review {
		box.Review = w.UnderReview
	}
	return box
}

func (m *maker) termBox(kind brief.DevelopmentKind, t statement.TermState) verdictBox {
	w := &m.words.Ledger
	if statement.VerdictsOf(kind) == nil {
		return verdictBox{}
	}
	box := verdictBox{Class: verdictClass(t.Verdict), Text: capital(w.verdict(kind, t.Verdict))}
	if t.Review {
		box.Review = w.UnderReview
	}
	return box
}

// kindName names a kind of statement.
func (m *maker) kindName(k brief.DevelopmentKind) string { return cmp.Or(m.words.Kinds[k], string(k)) }

// role gives "president of Ukraine" from what was frozen when it was said.
func (m *maker) role(c brief.Capacity) string {
	if c.Role != "" && c.Organisation != "" {
		return fill(m.words.Ledger.OfOrganisation, c.Role, c.Organisation)
	}
	return cmp.Or(c.Role, c.Organisation)
}

// saidOn tells when something was said, as far as it is known, and in whose day.
func (m *maker) saidOn(e brief.EventTime) moment {
	if e.From.IsZero() {
		return moment{}
	}
	text := m.clock.event(e)
	if coarse(e.Precision) && e.Zone != "" && e.Zone != m.clock.zone.String() {
		text += " " + fill(m.words.Ledger.DayIn, zoneName(m.words, e.Zone))
	}
	return moment{ISO: iso(e.From), Text: text}
}

// claim fills a statement for a list; its text was fetched.
func (m *maker) claim(row edition.Statement) (claim, error) {
	v := claim{W: m.words, ID: string(row.ID), Href: m.statement(row.ID), Hue: m.hue(row.Track), Kind: m.kindName(row.Kind), Track: m.trackName(row.Track)}
	p := m.texts[row.Current]
	b, shown, err := body[brief.Statement](p)
	if err != nil {
		return v, err
	}
	switch {
	case !shown || row.Status == edition.Removed:
		v.Title, v.Gone = m.words.RemovedMark, true
		return v, nil
	case row.Status == edition.Withdrawn:
		v.Title, v.Gone, v.Said = m.words.WithdrawnMark, true, m.saidOn(b.Said)
		return v, nil
	}
	if lang := p.Entry.Lang; lang != "" && lang != m.b.Lang() {
		v.Lang = lang
	}
	v.Title, v.Who, v.Role, v.Said = b.Title, b.As.Name, m.role(b.As), m.saidOn(b.Said)
	v.Box = m.stand(row.Kind, row.State)
	for i, t := range b.Terms {
		one := claimTerm{Text: t.Text}
		if row.State.Verdict == statement.Mixed && i < len(row.Terms) {
			one.Box = m.termBox(row.Kind, row.Terms[i])
		}
		v.Terms = append(v.Terms, one)
	}
	return v, nil
}

// claims fills the cards of statements that a development shows; what the record does not have is left out.
func (m *maker) claims(ids []brief.StatementID) ([]claim, error) {
	if !m.ledger() {
		return nil, nil
	}
	var out []claim
	for _, id := range ids {
		row, ok := m.State.Statement(id)
		if !ok {
			continue
		}
		one, err := m.claim(row)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// cited gives the entries of the statements that developments show.
func (m *maker) cited(items []edition.Item) ([]brief.Seq, error) {
	if !m.ledger() {
		return nil, nil
	}
	var seqs []brief.Seq
	for _, it := range items {
		p := m.texts[it.Current]
		if !bytes.Contains(p.Text(), []byte(`"statements"`)) {
			continue
		}
		b, _, err := body[brief.Development](p)
		if err != nil {
			return nil, err
		}
		for _, id := range b.Statements {
			if row, ok := m.State.Statement(id); ok {
				seqs = append(seqs, row.Current)
			}
		}
	}
	return seqs, nil
}

// fetchRows asks for the texts of statements.
func (m *maker) fetchRows(bodies Bodies, rows []edition.Statement, more ...brief.Seq) error {
	seqs := more
	for _, r := range rows {
		seqs = append(seqs, r.Current)
	}
	return m.fetch(bodies, nil, seqs...)
}

// said is the box beside the developments: the statements that changed last.
type said struct {
	W    *Words
	List []claim
	More string
	Due  string // leads to what is due, empty for nothing
}

// saidShown is how many statements the box names.
const saidShown = 5

// saidBox fills the box; nil where the briefing does not show its statements.
func (m *maker) saidBox(bodies Bodies, n int) (*said, error) {
	if !m.ledger() {
		return nil, nil
	}
	out := &said{W: m.words, More: m.link(statementsAt)}
	if m.AsOf && !m.Static {
		out.More = m.link(asOfAt(m.State.Seq) + "/" + statementsAt)
	}
	var rows []edition.Statement
	m.State.Ledger(func(r edition.Statement) bool {
		if r.Status == edition.Live && (len(rows) < n || r.Last > rows[n-1].Last) {
			at, _ := slices.BinarySearchFunc(rows, r.Last, func(a edition.Statement, last brief.Seq) int { return cmp.Compare(last, a.Last) })
			rows = slices.Insert(rows, at, r)[:min(len(rows)+1, n)]
		}
		return true
	})
	if err := m.fetchRows(bodies, rows); err != nil {
		return nil, err
	}
	for _, r := range rows {
		one, err := m.claim(r)
		if err != nil {
			return nil, err
		}
		out.List = append(out.List, one)
	}
	if _, total := m.State.Due("", "", 0); total > 0 {
		out.Due = m.link(dueAt)
	}
	return out, nil
}

// liveOn gives the addresses that the script of a page asks, nil where it has none.
func (m *maker) liveOn() (*liveHooks, string, template.HTMLAttr) {
	if m.Static || m.AsOf || m.b.State == brief.Closed {
		return nil, "", ""
	}
	hooks := &liveHooks{Seq: decimal(m.State.Seq), Stream: m.link("live"), Head: m.link("head"), Log: m.link("log/")}
	return hooks, m.script(), m.words.scriptWords()
}

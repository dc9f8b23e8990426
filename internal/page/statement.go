package page

import (
	"html/template"
	"io"
	"slices"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/statement"
)

// statementView is one statement at its lasting address.
type statementView struct {
	frame
	S           statementBody
	Live        *liveHooks
	ScriptWords template.HTMLAttr
	JSONLD      template.JS
}

// statementBody is all that is recorded of a statement.
type statementBody struct {
	claim
	WhoHref, Context, Summary string
	Original, Tongue          string // the words themselves, where they are held, and their language
	Removed                   *gone
	Fixes                     []fix
	List                      []termView
	Table                     *renderings
	Denies                    []link
	Others                    []claim
	Verdicts                  []verdictView
	History, Proof            string
}

// docket is a statement with its outcomes, as a page has them at hand.
type docket struct {
	row  edition.Statement
	body brief.Statement
	// outcomes has the verdicts that stand in the record, the oldest first, with their entries.
	outcomes []ruling
}

type ruling struct {
	brief.Outcome
	seq brief.Seq
}

// docket reads a statement whose texts, with those of its outcomes, were fetched.
func (m *maker) docket(row edition.Statement) (d docket, shown bool, err error) {
	d.row = row
	if d.body, shown, err = body[brief.Statement](m.texts[row.Current]); err != nil {
		return d, false, err
	}
	for _, seq := range row.Outcomes {
		o, _, err := body[brief.Outcome](m.texts[seq])
		if err != nil {
			return d, false, err
		}
		d.outcomes = append(d.outcomes, ruling{o, seq})
	}
	return d, shown && row.Status != edition.Removed, nil
}

// when gives the time of an entry that was fetched.
func (m *maker) when(seq brief.Seq) time.Time {
	p := m.texts[seq]
	return p.Entry.When()
}

// latest gives the outcome by which a term stands.
func (d *docket) latest(t statement.TermState) (ruling, bool) {
	for _, o := range slices.Backward(d.outcomes) {
		if o.seq == t.Seq {
			return o, true
		}
	}
	return ruling{}, false
}

// StatementVersion is the last entry that can have changed the page of a statement.
func StatementVersion(s *edition.State, id brief.StatementID) brief.Seq {
	row, ok := s.Statement(id)
	if !ok {
		return 0
	}
	if row.Proposition != "" || row.Kind == brief.KindDenial { // these show other statements
		return s.Version(edition.OfLedger())
	}
	return max(s.Version(edition.OfStatement(id)), s.Version(edition.OfSpeaker(row.Speaker)))
}

// WriteStatement writes one statement: who said it, term by term what came of it, who reported it how, and every verdict.
func WriteStatement(w io.Writer, s Shelf, bodies Bodies, id brief.StatementID) error {
	at := statementAt(id)
	if s.AsOf {
		at = asOfAt(s.State.Seq) + "/" + at
	}
	m := newMaker(s, at)
	row, ok := s.State.Statement(id)
	if !ok || !m.ledger() {
		return brief.NotFound("there is no statement at this address", "go to the list of statements and look from there")
	}
	v := statementView{}
	var err error
	if v.S, err = m.statementBody(bodies, row); err != nil {
		return err
	}
	v.frame = m.frame(v.S.Title, firstSentences(v.S.Summary, 200), edition.OfStatement(id))
	v.Kicker = &link{Href: m.statements(), Text: m.words.Ledger.Statements}
	if m.AsOf {
		v.frame.AsOf.Href = m.link(statementAt(id))
	} else {
		v.Live, v.Script, v.ScriptWords = m.liveOn()
	}
	if v.S.Removed == nil {
		if v.JSONLD, err = m.claimReviews(bodies, row); err != nil {
			return err
		}
	}
	return render(w, "statement", v)
}

// statements leads to the ledger: as it stood, on the pages of an older edition.
func (m *maker) statements() string {
	if m.AsOf && !m.Static {
		return m.link(asOfAt(m.State.Seq) + "/" + statementsAt)
	}
	return m.link(statementsAt)
}

// statementBody fills what the page of a statement and its fragment share.
func (m *maker) statementBody(bodies Bodies, row edition.Statement) (statementBody, error) {
	v := statementBody{claim: claim{W: m.words, ID: string(row.ID)}}
	others := m.others(row)
	fixes := m.correctionsOf(brief.ItemID(row.ID))
	if err := m.fetchRows(bodies, append(others, row), slices.Concat(row.Outcomes, fixes)...); err != nil {
		return v, err
	}
	d, shown, err := m.docket(row)
	if err != nil {
		return v, err
	}
	if v.claim, err = m.claim(row); err != nil {
		return v, err
	}
	v.History = m.link(statementAt(row.ID) + "/history")
	if !m.Static {
		v.Proof = m.link(statementAt(row.ID) + "/proof")
	}
	if !shown || row.Status == edition.Withdrawn {
		v.Removed = m.statementGone(&d, shown)
		return v, nil
	}
	m.heading(&v, &d.body)
	if v.Fixes, err = m.statementFixes(&d, fixes); err != nil {
		return v, err
	}
	v.List = m.terms(&d)
	v.Table = m.renderings(&d.body)
	v.Denies = m.denies(&d.body)
	v.Verdicts = m.verdicts(&d)
	for _, r := range others {
		one, err := m.claim(r)
		if err != nil {
			return v, err
		}
		v.Others = append(v.Others, one)
	}
	return v, nil
}

// heading fills who spoke, to whom, how and where.
func (m *maker) heading(v *statementBody, b *brief.Statement) {
	w := &m.words.Ledger
	v.WhoHref, v.Summary, v.Original = m.speaker(b.Speaker), b.Summary, b.Original
	if b.Original != "" && b.Language != m.b.Lang() {
		v.Tongue = b.Language
	}
	var parts []string
	if b.Addressee != "" {
		parts = append(parts, fill(w.To, b.Addressee))
	}
	for _, named := range [][2]string{{b.Language, w.Tongues[b.Language]}, {b.Channel, w.Channels[b.Channel]}} {
		switch {
		case named[1] != "":
			parts = append(parts, named[1])
		case named[0] != "":
			parts = append(parts, named[0])
		}
	}
	v.Context = joined(parts, ", ")
}

// statementGone says that a statement was withdrawn, or its text removed.
func (m *maker) statementGone(d *docket, shown bool) *gone {
	if shown {
		return &gone{Mark: m.words.WithdrawnMark, Says: fill(m.words.Withdrawn, m.clock.full(d.row.Changed)), Reason: d.body.Change.Note}
	}
	g := &gone{Mark: m.words.RemovedMark, Says: m.words.RemovedSays}
	if p := m.texts[d.row.Current]; p.Removal != nil {
		g.Says = fill(m.words.Removed, m.words.Reasons[p.Removal.Class], m.clock.full(p.Removal.At))
		g.Reason = fill(m.words.RemovedWhy, m.words.seq(p.Removal.By))
	}
	return g
}

// correctionsOf gives the entries that corrected an item, the newest first.
func (m *maker) correctionsOf(id brief.ItemID) (seqs []brief.Seq) {
	for _, c := range m.State.Corrections() {
		if c.Item == id && c.Kind == brief.Correct {
			seqs = append(seqs, c.Seq)
		}
	}
	return seqs
}

func (m *maker) statementFixes(d *docket, corrected []brief.Seq) (out []fix, err error) {
	for _, seq := range corrected {
		p := m.texts[seq]
		then, shown, err := body[brief.Statement](p)
		if err != nil {
			return nil, err
		}
		if shown && then.Change.Note != "" {
			out = append(out, fix{Class: "correct", Says: fill(m.words.Corrected, m.clock.full(p.Entry.When())), Note: then.Change.Note,
				Compare: m.link(statementAt(d.row.ID) + "/history")})
		}
	}
	if p := m.texts[d.row.Current]; p.Removal != nil {
		out = append(out, fix{Class: "cut", Says: fill(m.words.PartRemoved, m.words.Reasons[p.Removal.Class])})
	}
	return out, nil
}

// othersShown bounds the statements of others that claim the same.
const othersShown = 20

// others gives the statements that claim the same.
func (m *maker) others(row edition.Statement) []edition.Statement {
	if row.Proposition == "" {
		return nil
	}
	list, _ := m.State.Statements(edition.LedgerFilter{Proposition: row.Proposition}, 0, othersShown)
	return slices.DeleteFunc(list, func(r edition.Statement) bool { return r.ID == row.ID || r.Status != edition.Live })
}

// denies lists what a denial denies.
func (m *maker) denies(b *brief.Statement) (out []link) {
	if b.Kind != brief.KindDenial {
		return nil
	}
	for _, t := range b.Targets {
		one := link{Text: t.Text}
		if _, known := m.State.Statement(t.Statement); known {
			one.Href = m.statement(t.Statement)
			if one.Text == "" {
				one.Text = m.words.Ledger.Back
			}
		} else if one.Href = outgoing(t.URL); one.Href != "" {
			one.Out = true
			if one.Text == "" {
				one.Text = hostOf(one.Href)
			}
		}
		if one.Text != "" {
			out = append(out, one)
		}
	}
	return out
}

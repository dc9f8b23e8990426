package page

import (
	"cmp"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/statement"
)

// termView is one term with what is known of it and what came of it.
type termView struct {
	ID, N, Text     string
	Hedged, Weakest string // said with a reserve, and the words that show it
	Facts           []factLine
	Evidence        []evidenceLine
	Box             verdictBox
	Decided         []string // as of which day, decided when, weak
	Rationale, Why  string   // Why says that it is under review
}

// factLine is a name and what stands for it: "Due", "by 10 January 2023".
type factLine struct{ Name, Text string }

// evidenceLine is something found for, against, nowhere, or besides.
type evidenceLine struct {
	Class, Says, Text, Quote string
	Side, Date, Weak, Back   string
	Source                   link
	Looked                   []string
}

func joined(parts []string, by string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), by)
}

// terms fills every term of a statement, numbered as they stand.
func (m *maker) terms(d *docket) []termView {
	var out []termView
	for i, t := range d.body.Terms {
		v := termView{ID: string(t.ID), N: m.words.number(i + 1), Text: t.Text, Facts: m.termFacts(t)}
		if words := statement.WordingOf(d.body, t); words.Force == brief.Hedged {
			v.Hedged = m.words.Ledger.Hedged
			if words.Verbatim {
				v.Weakest = words.Words
			}
		}
		for _, e := range sortedEvidence(d.body.Evidence) {
			if slices.Contains(e.Terms, t.ID) {
				v.Evidence = append(v.Evidence, m.evidence(e))
			}
		}
		if i < len(d.row.Terms) {
			m.decide(&v, d, d.row.Terms[i])
		}
		out = append(out, v)
	}
	return out
}

// decide fills where a term stands, and by what.
func (m *maker) decide(v *termView, d *docket, st statement.TermState) {
	w := &m.words.Ledger
	v.Box = m.termBox(d.row.Kind, st)
	if st.Review {
		v.Why = w.UnderReviewSays
	}
	o, ok := d.latest(st)
	if !ok {
		return
	}
	v.Rationale = o.Rationale
	v.Decided = []string{fill(w.AsOfDay, m.clock.calendar(o.AsOf)), fill(w.DecidedOn, m.clock.date(m.when(o.seq)))}
	if st.Weak {
		v.Decided = append(v.Decided, w.Weak)
	}
}

// termFacts lists what is known of a term besides its text.
func (m *maker) termFacts(t brief.Term) (out []factLine) {
	w := &m.words.Ledger
	add := func(name, text string) {
		if text != "" {
			out = append(out, factLine{name, text})
		}
	}
	add(w.Condition, t.Condition)
	add(w.ToWhom, t.Addressee)
	add(capital(w.DueBy), m.window(t.Due))
	add(w.Criteria, t.Criteria)
	add(w.Review, m.clock.calendar(t.ReviewOn))
	add(w.Penalty, span(t.Law.PenaltyMin, t.Law.PenaltyMax, t.Law.PenaltyUnit))
	add(w.InForceFrom, m.clock.until(t.Law.InForceFrom))
	add(w.Eligibility, t.Law.Eligibility)
	f := t.Figure
	number := cmp.Or(f.Value, span(f.Low, f.High, ""))
	if f.Value != "" && (f.Low != "" || f.High != "") {
		number += " (" + span(f.Low, f.High, "") + ")"
	}
	by := ""
	if f.CountedBy != "" {
		by = fill(w.CountedBy, f.CountedBy)
	}
	add(w.Figure, joined([]string{joined([]string{number, f.Unit}, " "), f.Scope, by}, ", "))
	add(w.AsOf, m.clock.calendar(f.AsOf))
	return out
}

// span gives "3–10 years" of decimal texts, of which either can be missing.
func span(from, to, unit string) string {
	n := cmp.Or(from, to)
	switch {
	case n == "":
		return ""
	case from == "" && to != "":
		n = "≤ " + to
	case to == "":
		n = "≥ " + from
	case from != to:
		n = from + "–" + to
	}
	return strings.TrimSpace(n + " " + unit)
}

// window tells when something is due, from which words, and by which rule.
func (m *maker) window(d brief.DueWindow) string {
	w := &m.words.Ledger
	var parts []string
	switch {
	case d.From != "" && d.To != "" && d.From != d.To:
		parts = append(parts, fill(m.words.FromTo, m.clock.calendar(d.From), m.clock.calendar(d.To)))
	case d.To != "":
		parts = append(parts, fill(w.By, m.clock.until(d.To)))
	case d.From != "":
		parts = append(parts, fill(w.From, m.clock.until(d.From)))
	}
	if d.Words != "" {
		parts = append(parts, fill(w.FromWords, d.Words))
	}
	if d.Rule != "" {
		parts = append(parts, fill(w.ByRule, d.Rule))
	}
	return joined(parts, ", ")
}

// sortedEvidence puts what speaks for a term first, then against, then what was not found, then the rest.
func sortedEvidence(list []brief.Evidence) []brief.Evidence {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b brief.Evidence) int {
		return cmp.Or(cmp.Compare(slices.Index(brief.Stances, a.Stance), slices.Index(brief.Stances, b.Stance)), cmp.Compare(b.Date, a.Date))
	})
	return list
}

func (m *maker) evidence(e brief.Evidence) evidenceLine {
	w := &m.words.Ledger
	v := evidenceLine{Class: "ctx", Says: w.Context, Text: e.Text, Quote: e.Quote, Side: cmp.Or(w.Sides[e.Side], string(e.Side)), Date: m.clock.calendar(e.Date),
		Source: m.source(e.Reference)}
	switch e.Stance {
	case brief.Supports:
		v.Class, v.Says = "for", w.For
	case brief.Contradicts:
		v.Class, v.Says = "against", w.Against
	case brief.Absence:
		v.Class, v.Says = "none", w.AbsentBy
		if e.Side == brief.Independent {
			v.Says = w.Absent
		}
	}
	for _, s := range e.Searched {
		v.Looked = append(v.Looked, fill(w.LookedForIn, s.For, s.Where, m.clock.calendar(s.On)))
	}
	if e.Weak {
		v.Weak = w.Weak
	}
	if e.Retracted != "" {
		v.Back = fill(w.TakenBackOn, m.clock.calendar(e.Retracted))
	}
	return v
}

// source names where something stands, with its address where it may be linked to.
func (m *maker) source(r brief.Reference) link {
	href := outgoing(r.URL)
	return link{Href: href, Text: cmp.Or(r.Outlet, hostOf(href), r.Title), Out: true}
}

// verdictView is one verdict on one term, the newest of a term or one that was replaced.
type verdictView struct {
	N, Text, AsOf, Edition, EditionText string
	Time                                moment
	Rationale, Rule, Replaced, Weak     string
}

// verdicts lists every verdict, the newest first.
func (m *maker) verdicts(d *docket) (out []verdictView) {
	w := &m.words.Ledger
	for _, o := range slices.Backward(d.outcomes) {
		at := slices.IndexFunc(d.body.Terms, func(t brief.Term) bool { return t.ID == o.Term })
		n := string(o.Term)
		if at >= 0 {
			n = m.words.number(at + 1)
		}
		v := verdictView{N: fill(w.Term, n), Text: capital(w.verdict(d.row.Kind, o.Verdict)), AsOf: fill(w.AsOfDay, m.clock.calendar(o.AsOf)),
			Time: m.clock.moment(m.when(o.seq)), Rationale: o.Rationale, Edition: m.lasting(o.seq), EditionText: fill(m.words.Edition, m.words.seq(o.seq))}
		if rule, ok := strings.CutPrefix(o.ProposedBy, "rule:"); ok {
			v.Rule = fill(w.ProposedByRule, rule)
		}
		if o.Weak {
			v.Weak = w.Weak
		}
		if !slices.ContainsFunc(d.row.Terms, func(t statement.TermState) bool { return t.Seq == o.seq }) {
			v.Replaced = w.Superseded
		}
		out = append(out, v)
	}
	return out
}

// dueText says why a term stands among what is due.
func (m *maker) dueText(d edition.DueTerm, t brief.Term) string {
	w := &m.words.Ledger
	switch {
	case d.Term.Review:
		return w.JudgeAgain
	case d.Term.Verdict != statement.Open || t.Due.To == "":
		return w.LookAgain
	case d.On < m.today():
		return w.Undecided
	}
	return w.DueBy
}

// termNamed finds a term; the zero term where a removal took it.
func termNamed(b *brief.Statement, id brief.TermID) brief.Term {
	for _, t := range b.Terms {
		if t.ID == id {
			return t
		}
	}
	return brief.Term{}
}

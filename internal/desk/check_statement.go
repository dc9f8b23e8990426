package desk

import (
	"context"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/statement"
)

// How much one statement can hold.
const (
	maxTerms      = 40
	maxRenderings = 200
	maxEvidence   = 400
	maxSearches   = 20
	maxTargets    = 20
)

// checkStatement holds the texts of a statement to the desk's rules, and the statement to those of the ledger.
func (d *Desk) checkStatement(ctx context.Context, b brief.Briefing, e StatementEdit, is brief.Statement, was *brief.Statement, register statement.Register) error {
	if err := first(
		required("title", is.Title, maxHeadline, false),
		checkText("summary", is.Summary, maxNote, true), checkLinks("summary", is.Summary),
		checkText("public note", is.Change.Note, maxNote, true), checkLinks("public note", is.Change.Note),
		checkTrack(b, is.Track, true),
		checkText("original", is.Original, maxText, true),
		checkShort(is.As.Name, is.As.Role, is.As.Organisation, is.As.Side, is.Addressee, is.Language, is.Channel, string(is.Proposition)),
		checkEvent(is.Said),
		checkCount("targets", len(is.Targets), maxTargets), checkCount("terms", len(is.Terms), maxTerms),
		checkCount("renderings", len(is.Renderings), maxRenderings), checkCount("pieces of evidence", len(is.Evidence), maxEvidence),
		checkTargets(is.Targets), checkTermTexts(is.Terms), checkRenderingTexts(is.Renderings), checkEvidenceTexts(is.Evidence),
	); err != nil {
		return err
	}
	var missing error
	err := statement.Check(e.Statement, is, statement.Known{
		Speaker: register.Speaker, Zone: b.Location(), Was: was,
		Statement: func(id brief.StatementID) bool {
			_, _, err := d.ports.Ledger.Case(ctx, e.Briefing, id)
			if err != nil && brief.KindOf(err) != brief.KindNotFound {
				missing = err
			}
			return err == nil
		},
	})
	if missing != nil {
		return missing
	}
	return err
}

func checkShort(texts ...string) error {
	for _, t := range texts {
		if err := checkText("field", t, maxShort, false); err != nil {
			return err
		}
	}
	return nil
}

func checkTargets(targets []brief.Target) error {
	for _, t := range targets {
		if err := first(checkText("denied words", t.Text, maxQuote, true), checkOptionalAddress(t.URL)); err != nil {
			return err
		}
	}
	return nil
}

func checkOptionalAddress(address string) error {
	if address == "" {
		return nil
	}
	return checkAddress("address", address)
}

func checkTermTexts(terms []brief.Term) error {
	for _, t := range terms {
		if err := first(checkText("term", t.Text, maxQuote, true), checkText("condition", t.Condition, maxQuote, true),
			checkText("criteria", t.Criteria, maxNote, true), checkText("eligibility", t.Law.Eligibility, maxNote, true),
			checkShort(t.Addressee, t.Due.Rule, t.Due.Words, t.Law.PenaltyUnit, t.Figure.Unit, t.Figure.Scope, t.Figure.CountedBy, t.Figure.Series)); err != nil {
			return err
		}
	}
	return nil
}

func checkRenderingTexts(renderings []brief.Rendering) error {
	for _, r := range renderings {
		if err := first(checkReferences([]brief.Reference{r.Reference}), checkShort(r.Language, r.Translator, r.Verb, r.Via)); err != nil {
			return err
		}
		for _, c := range r.Covers {
			if err := checkText("words of a rendering", c.Words, maxQuote, true); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkEvidenceTexts(evidence []brief.Evidence) error {
	for _, e := range evidence {
		if err := checkText("text of the evidence", e.Text, maxNote, true); err != nil {
			return err
		}
		if e.Reference != (brief.Reference{}) {
			if err := checkReferences([]brief.Reference{e.Reference}); err != nil {
				return err
			}
		}
		if err := checkCount("searches", len(e.Searched), maxSearches); err != nil {
			return err
		}
		for _, s := range e.Searched {
			if err := first(checkText("search", s.For, maxQuote, false), checkText("place of a search", s.Where, maxQuote, false)); err != nil {
				return err
			}
		}
	}
	return nil
}

// tidy brings a statement into the form in which it is kept: lists that are never null, times in UTC, line breaks of one kind.
func (w *written) tidy() {
	for _, t := range []*string{&w.Title, &w.Summary, &w.Original, &w.Addressee, &w.Channel, &w.As.Name, &w.As.Role, &w.As.Organisation, &w.As.Side} {
		*t = tidyText(*t)
	}
	w.Said.From, w.Said.To = keep(w.Said.From), keep(w.Said.To)
	w.Terms, w.Renderings, w.Evidence = some(w.Terms), some(w.Renderings), some(w.Evidence)
	for i := range w.Terms {
		t := &w.Terms[i]
		t.Text, t.Condition, t.Criteria = tidyText(t.Text), tidyText(t.Condition), tidyText(t.Criteria)
		if t.Force == "" {
			t.Force = statement.WordingOf(w.Statement, *t).Force
		}
		if t.Force == "" || t.Force == brief.Attributed {
			t.Force = brief.Flat
		}
	}
	for i := range w.Renderings {
		r := &w.Renderings[i]
		r.Quote, r.At, r.Covers = tidyText(r.Quote), keep(r.At), some(r.Covers)
		if r.On == "" && !r.At.IsZero() {
			r.On = brief.DateOf(r.At)
		}
	}
	for i := range w.Evidence {
		e := &w.Evidence[i]
		e.Text, e.Quote, e.Terms = tidyText(e.Text), tidyText(e.Quote), some(e.Terms)
	}
}

func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// today is the desk's day in the zone of the briefing, or the claimed one.
func today(now, dated time.Time, zone *time.Location) brief.Date {
	if !dated.IsZero() {
		now = dated
	}
	return brief.DateOf(now.In(zone))
}

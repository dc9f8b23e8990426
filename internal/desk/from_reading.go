package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/statement"
)

// StatementFrom begins the record of a statement that was read in a report: n counts the reading's statements from 1. The
// span is kept in the rendering. What the reading leaves open stays open; a speaker whom the register does not have is left
// out, and never guessed. A person looks it over before it is recorded.
func StatementFrom(r brief.Report, reading brief.Reading, n int, register statement.Register, zone *time.Location) (brief.Statement, error) {
	if n < 1 || n > len(reading.Statements) {
		return brief.Statement{}, brief.Invalid(fmt.Sprintf("the report has %d statements, not %d", len(reading.Statements), n),
			"choose one from its reading")
	}
	read := reading.Statements[n-1]
	s := brief.Statement{Kind: read.Kind, Addressee: read.Addressee, Language: read.Language, Said: saidOf(read, r, zone)}
	if id, ok := register.Owner(statement.FoldName(read.Speaker.Name)); ok {
		s.Speaker = id
	}
	s.Terms = termsOf(read)
	s.Title = titleFrom(read, s.Terms)
	s.Renderings = []brief.Rendering{renderingOf(r, reading, read, s.Terms, zone)}
	return s, nil
}

// saidOf is the day that the text tells, or that of publication.
func saidOf(read brief.ReadStatement, r brief.Report, zone *time.Location) brief.EventTime {
	for _, form := range []struct {
		layout    string
		precision brief.Precision
	}{{time.DateOnly, brief.ToDay}, {"2006-01", brief.ToMonth}, {"2006", brief.ToYear}} {
		if day, err := time.ParseInLocation(form.layout, read.SaidOn.Value, zone); err == nil {
			return brief.EventTime{From: day.UTC(), Precision: form.precision, Zone: zone.String()}
		}
	}
	if r.Published.IsZero() {
		return brief.EventTime{}
	}
	day, _ := time.ParseInLocation(time.DateOnly, r.Published.In(zone).Format(time.DateOnly), zone)
	return brief.EventTime{From: day.UTC(), Precision: brief.ToDay, Zone: zone.String()}
}

// termsOf gives the terms that were read, or the whole content as one where the kind cannot do without.
func termsOf(read brief.ReadStatement) []brief.Term {
	var terms []brief.Term
	for i, t := range read.Terms {
		terms = append(terms, brief.Term{ID: brief.TermID(fmt.Sprintf("t%d", i+1)), Text: oneLine(t.Text, maxQuote), Force: forceOf(read),
			Due: brief.DueWindow{From: dateOf(t.Due.From), To: dateOf(t.Due.To), Rule: t.Due.Rule},
			Law: brief.LawTerm{PenaltyMin: t.Penalty.Min, PenaltyMax: t.Penalty.Max, PenaltyUnit: t.Penalty.Unit}})
	}
	if len(terms) == 0 && statement.NeedsTerm(read.Kind) {
		terms = append(terms, brief.Term{ID: "t1", Text: contentOf(read), Force: forceOf(read)})
	}
	return terms
}

func forceOf(read brief.ReadStatement) brief.Force {
	if read.Modality == string(brief.Hedged) {
		return brief.Hedged
	}
	return brief.Flat
}

// dateOf takes what a reading gives as a date, and nothing else.
func dateOf(value string) brief.Date {
	if d := brief.Date(value); d.Check() == nil {
		return d
	}
	return ""
}

func contentOf(read brief.ReadStatement) string {
	parts := make([]string, 0, len(read.Content))
	for _, m := range read.Content {
		parts = append(parts, oneLine(m.Text, maxQuote))
	}
	return oneLine(strings.Join(parts, " … "), maxQuote)
}

// titleFrom is a title to begin with: the only term, or what was said, cut at a word.
func titleFrom(read brief.ReadStatement, terms []brief.Term) string {
	text := contentOf(read)
	if len(terms) == 1 {
		text = terms[0].Text
	}
	return oneLine(text, 100)
}

// renderingOf is how this report gives the statement: the sentence with its span.
func renderingOf(r brief.Report, reading brief.Reading, read brief.ReadStatement, terms []brief.Term, zone *time.Location) brief.Rendering {
	out := brief.Rendering{ID: "r1", Reference: brief.Reference{Report: r.ID, URL: r.URL, Outlet: r.Outlet, Title: r.Title},
		Language: reading.Report.Language, Verb: read.Cue.Text, Covers: []brief.Coverage{}}
	if !r.Published.IsZero() {
		out.On, out.At = brief.DateOf(r.Published.In(zone)), r.Published
	}
	if len(read.Content) > 0 {
		span := read.Content[0].Span
		if i := slices.IndexFunc(reading.Sentences, func(s brief.Span) bool { return s.Start <= span.Start && span.Start < s.End }); i >= 0 {
			out.Quote = oneLine(reading.Sentences[i].Of(r.Text), maxQuote)
		}
		out.Span = &span
	}
	for _, t := range terms {
		out.Covers = append(out.Covers, brief.Coverage{Term: t.ID, Verbatim: read.Speech == "direct", Force: forceOf(read), Words: t.Text})
	}
	return out
}

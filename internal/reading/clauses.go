package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// statement reads what the reporting verb n of a sentence reports. Quotations that it takes are marked as used.
func (s *speech) statement(fr frame, all []report, n int, used map[int]bool) (brief.ReadStatement, bool) {
	r := all[n]
	if r.pieces != nil {
		st := s.newStatement("indirect", r.rule, s.mentions(r.pieces))
		st.Speech = s.marked(fr.f, st)
		return s.withCue(st, fr.f, r), true
	}
	if r.cue.quotes && !r.nominal {
		if st, ok := s.quotedBefore(fr, all, n, used); ok {
			return s.withCue(st, fr.f, r), true
		}
		if st, ok := s.quotedAfter(fr, all, n, used); ok {
			return s.withCue(st, fr.f, r), true
		}
	}
	limit := clauseEnd(fr.f, all, n)
	if st, ok := s.clauseAround(fr, r, limit); ok {
		return st, true
	}
	from, addressee, rule := s.clauseStart(fr.f, r, limit)
	if rule == "" {
		return s.clauseBefore(fr, r)
	}
	if from < limit && fr.f[from].kind == quoted && low(fr.f, from-1) == "as" {
		limit = from + 1
	}
	if r.cue.gives {
		limit, addressee = s.given(fr.f, from, limit)
	}
	day := -1
	if rule == "cue-object" && r.cue.vows {
		if what := secondObject(fr.f, from, limit); what > from {
			from, addressee = what, s.addressee(fr.f, from, what)
		}
	}
	if rule == "cue-object" && (r.cue.that || r.cue.signs) {
		limit, day = s.beforePastDate(fr.f, from, limit)
	}
	if rule == "cue-to" || rule == "cue-vow" || rule == "noun-to" {
		limit = infinitiveEnd(fr.f, from, limit)
	}
	st, ok := s.clause(fr, from, limit, rule, used)
	if ok && rule == "cue-object" && (r.cue.that || r.cue.signs || r.cue.gives) && len(st.Content) == 1 {
		if pieces, n := s.withoutDay(fr.f, from, limit); n >= 0 {
			st.Content, day = pieces, n
		}
	}
	if at := s.frontedPhrase(fr.f, r); ok && at.End > at.Start && (rule == "cue-that" || rule == "cue-clause") {
		st.Content = append([]brief.Mention{s.mention(at)}, st.Content...)
	}
	if !ok || r.cue.marks && st.Speech != "mixed" {
		return st, false
	}
	st.Addressee = addressee
	if day >= 0 {
		st.SaidOn = brief.SaidOn{Value: dayOf(s.dates[day]), Span: s.dates[day].Span}
	}
	return s.withCue(st, fr.f, r), true
}

// secondObject is where a second noun phrase begins behind the first, to whom it is promised: "promised the crew a house",
// "promised sailors three things". It is from itself when there is one phrase only.
func secondObject(f []token, from, limit int) int {
	for k := from + 1; k < limit && k-from < maxRoleWords; k++ {
		p := f[k-1]
		if f[k].kind != word && f[k].kind != number || prepositions[f[k].low] || f[k].low == "and" || f[k].low == "that" {
			return from
		}
		if w := f[k].low; (w == "a" || w == "an" || w == "the" || f[k].kind == number || numerals[w] > 0) && p.kind == word && !prepositions[p.low] &&
			!determiners[p.low] && p.low != "every" && p.low != "all" && !amountAhead(f, k-1, limit) {
			return k
		}
	}
	return from
}

// given finds where what is guaranteed ends, before another verb of the same subject, and to whom it is given.
func (s *speech) given(f []token, from, limit int) (end int, addressee string) {
	end = limit
	for k := from; k < limit; k++ {
		if f[k].low == "and" && strings.HasSuffix(low(f, k+1), "ed") && prepositions[low(f, k+2)] {
			end = k
			break
		}
	}
	for k := from; k < end && k < from+6; k++ {
		if f[k].low != "to" {
			continue
		}
		to := k + 1
		for to < end && f[to].kind == word && !besides[f[to].low] && f[to].low != "that" && !prepositions[f[to].low] {
			to++
		}
		return end, s.addressee(f, k+1, to)
	}
	return end, ""
}

// withCue tells a statement what the verb says about it.
func (s *speech) withCue(st brief.ReadStatement, f []token, r report) brief.ReadStatement {
	st.Cue = s.mention(brief.Span{Start: f[r.at].Start, End: f[r.next-1].End})
	st.Kind = r.cue.kind
	if st.Kind == brief.KindPledge && (st.Rule == "cue-vow" || st.Rule == "noun-to") && avenges(st.Content[0].Text) {
		st.Kind = brief.KindThreat
	}
	if r.cue.hedged {
		st.Modality = "hedged"
	}
	return st
}

// avenges tells whether what was vowed begins with a verb of revenge.
func avenges(vow string) bool {
	first, _, _ := strings.Cut(vow, " ")
	return revenge[strings.TrimRight(first, ".,")]
}

// revenge are the verbs that make a vow a threat.
var revenge = set("punish retaliate avenge crush annihilate destroy bombard")

// quotedBefore reads `"...," X said` with what was quoted before it and what the same sentence goes on to quote.
func (s *speech) quotedBefore(fr frame, all []report, n int, used map[int]bool) (brief.ReadStatement, bool) {
	f, r := fr.f, all[n]
	var content []brief.Span
	how, rule := "direct", "quote-cue"
	switch {
	case r.from == 0 && len(s.pending) > 0 && r.to < len(f) && f[r.to].kind == punct && terminalMark(f[r.to].low):
		rule = "quote-stop-cue"
	case afterQuote(f, r.from):
		q := quoteBefore(f, r.from)
		if used[q] {
			return brief.ReadStatement{}, false
		}
		if !leadsQuote(f, q) {
			if strings.HasSuffix(f[0].low, "ing") || r.to < len(f) && f[r.to].kind == word && !prepositions[f[r.to].low] && days[f[r.to].low] == 0 {
				return brief.ReadStatement{}, false
			}
			how, rule = "mixed", "fragment-cue"
			content = append(content, brief.Span{Start: f[0].Start, End: f[q].End})
		} else {
			content = append(content, s.leading(fr, q, used)...)
		}
		used[q] = true
	default:
		return brief.ReadStatement{}, false
	}
	if len(s.pending) > 0 && how == "direct" {
		content = append(s.pending, content...)
		s.pending = nil
	}
	content = append(content, s.carriedOn(fr, all, n, used)...)
	st := s.newStatement(how, rule, s.mentions(content))
	if r.cue.tells {
		st.Addressee = s.addressee(f, r.to, len(f))
	}
	return st, len(content) > 0
}

func terminalMark(s string) bool { return terminal(firstRune(s)) }

// leadsQuote tells whether nothing but quotations, marks and "and" or "but" stands before the quotation at q.
func leadsQuote(f []token, q int) bool {
	for _, t := range f[:q] {
		if t.kind == number || t.kind == word && t.low != "and" && t.low != "but" {
			return false
		}
	}
	return true
}

// leading lists the quotations up to the one at q with which a sentence begins.
func (s *speech) leading(fr frame, q int, used map[int]bool) []brief.Span {
	var out []brief.Span
	for k := 0; k <= q; k++ {
		if fr.f[k].kind == quoted && !used[k] {
			out = append(out, fr.qs[fr.f[k].quote].content(s.d.text))
			used[k] = true
		}
	}
	return out
}

// carriedOn lists the quotations after a cue that go on with what was quoted before it: "...," X said, "...".
func (s *speech) carriedOn(fr frame, all []report, n int, used map[int]bool) []brief.Span {
	var out []brief.Span
	f, to := fr.f, len(fr.f)
	if n+1 < len(all) {
		to = all[n+1].from
	}
	for k := all[n].to; k < to; k++ {
		if contrasts[f[k].low] {
			break
		}
		if f[k].kind != quoted || used[k] {
			continue
		}
		if w := low(f, k-1); w != "," && w != ":" && w != ";" && w != "." && w != "—" {
			break
		}
		out = append(out, fr.qs[f[k].quote].content(s.d.text))
		used[k] = true
	}
	return out
}

// adverbialMost is how many tokens may stand between a verb and the quotation or "that" which belongs to it.
const adverbialMost = 14

// quotedAfter reads `X said: "..."`: a quotation of whole sentences after the verb and a comma or colon.
func (s *speech) quotedAfter(fr frame, all []report, n int, used map[int]bool) (brief.ReadStatement, bool) {
	f, r, end := fr.f, all[n], len(fr.f)
	if n+1 < len(all) && !all[n+1].nominal && all[n+1].from > r.at {
		end = all[n+1].at
	}
	for k := r.to; k < end && k <= r.to+adverbialMost; k++ {
		if clauseBreaks[f[k].low] || terminalMark(f[k].low) && f[k].kind == punct {
			break
		}
		if f[k].kind != quoted {
			continue
		}
		w := low(f, k-1)
		q := fr.qs[f[k].quote]
		about := prepositions[low(f, r.to)] && q.words > 4 && k+2 >= len(f)
		close := k == r.to || r.cue.tells && toldOnly(f, r.to, k)
		if used[k] || w != "," && w != ":" && !close && !about || q.words == 0 || w != ":" && !startsUpper(q.inner.Of(s.d.text)) && !(close && alone(f, k, q)) {
			break
		}
		var content []brief.Span
		for ; k < len(f) && (f[k].kind == quoted || f[k].kind == punct); k++ {
			if f[k].kind == quoted && !used[k] {
				content = append(content, fr.qs[f[k].quote].content(s.d.text))
				used[k] = true
			}
		}
		st := s.newStatement("direct", "cue-quote", s.mentions(content))
		if r.cue.tells {
			st.Addressee = s.addressee(f, r.to, k)
		}
		return st, true
	}
	return brief.ReadStatement{}, false
}

// toldOnly tells whether nothing but whom somebody told stands from i up to a quotation at k.
func toldOnly(f []token, i, k int) bool {
	for _, t := range f[i:k] {
		if t.kind != word || prepositions[t.low] || finite[t.low] || t.low == "that" || t.low == "to" {
			return false
		}
	}
	return k-i <= maxRoleWords
}

// alone tells whether a quotation close behind a verb is all that was said, though it does not begin a sentence.
func alone(f []token, k int, q quote) bool {
	next := low(f, k+1)
	return q.words > 1 && !q.open && (k+1 >= len(f) || f[k+1].kind == punct || next == "and" || next == "but" || next == "referring")
}

// clauseWords begin clauses, besides names, articles and numbers; finite are verbs that make one.
var (
	clauseWords = set("it they we i you there these those some many most all no both more several at about nearly two three four five six seven eight nine ten")
	finite      = set("is are was were has have had will would can could may might must should shall does did do won't wouldn't can't couldn't isn't aren't wasn't weren't hasn't haven't didn't doesn't don't began took made came went fell rose struck hit left lost won held kept knew saw got")
	laws        = set("law laws decree decrees bill amendment amendments order orders regulation regulations act legislation ordinance")
)

// clauseAround reads "The plan, X said, was old": both sides of the verb are one clause.
func (s *speech) clauseAround(fr frame, r report, limit int) (brief.ReadStatement, bool) {
	f := fr.f
	if !r.cue.that || r.shared || r.source || r.nominal || r.agentless || r.from < 2 || low(f, r.from-1) != "," || low(f, r.to) != "," || r.to+1 >= limit {
		return brief.ReadStatement{}, false
	}
	from := r.from - 1
	for from > 0 && f[from-1].low != ";" && f[from-1].kind != quoted {
		from--
	}
	if n, _ := ordinalAt(f); n > 0 && from == 0 || openers[f[from].low] && from+1 == r.from-1 {
		from = r.from - 1
	}
	before := brief.Span{Start: f[from].Start, End: f[r.from-1].Start}
	after := brief.Span{Start: f[r.to+1].Start, End: f[limit-1].End}
	pieces := []brief.Span{before, after}
	if before.Start >= before.End {
		pieces = pieces[1:]
	}
	for k := r.to + 1; k < limit; k++ {
		if cues[f[k].low].quotes && !f[k].upper {
			return brief.ReadStatement{}, false
		}
	}
	st := s.newStatement("indirect", "clause-around", s.mentions(pieces))
	st.Speech = s.marked(f, st)
	return s.withCue(st, f, r), true
}

// marked is how a reported content was said: mixed when it has a quotation in it.
func (s *speech) marked(f []token, st brief.ReadStatement) string {
	for _, t := range f {
		if t.kind == quoted && within(t.Span, st.Content) {
			return "mixed"
		}
	}
	return "indirect"
}

// clauseBefore reads `..., X said.` and `..., according to X.`: the sentence up to the comma is what was said.
func (s *speech) clauseBefore(fr frame, r report) (brief.ReadStatement, bool) {
	f := fr.f
	if !r.cue.bare || r.shared || r.from < 4 || f[r.from-1].low != "," {
		return brief.ReadStatement{}, false
	}
	appended := low(f, r.to) == "," && r.to+1 < sentenceEnd(f) && aside(f[r.to+1:sentenceEnd(f)])
	if r.to < len(f) && !appended && !(f[r.to].kind == punct && terminalMark(f[r.to].low)) && !prepositions[f[r.to].low] && days[f[r.to].low] == 0 {
		return brief.ReadStatement{}, false
	}
	st, ok := s.clause(fr, 0, r.from-1, "clause-cue", map[int]bool{})
	if !ok {
		return st, false
	}
	return s.withCue(st, f, r), true
}

// clause makes a statement of the tokens from up to limit, mixed when something in them is quoted.
func (s *speech) clause(fr frame, from, limit int, rule string, used map[int]bool) (brief.ReadStatement, bool) {
	f := fr.f
	if from >= limit {
		return brief.ReadStatement{}, false
	}
	how, words, unquoted := "indirect", 0, 0
	for k := from; k < limit; k++ {
		switch f[k].kind {
		case quoted:
			if used[k] {
				return brief.ReadStatement{}, false
			}
			how = "mixed"
			used[k] = true
			words++
		case word, number:
			words++
			unquoted++
		}
	}
	if words == 0 {
		return brief.ReadStatement{}, false
	}
	if unquoted == 0 && (rule == "cue-that" || rule == "cue-to" || rule == "according-to" || limit == from+1 && low(f, from-1) == "as") {
		var content []brief.Span
		for k := from; k < limit; k++ {
			if f[k].kind == quoted {
				content = append(content, fr.qs[f[k].quote].content(s.d.text))
			}
		}
		return s.newStatement("direct", rule+"-quote", s.mentions(content)), true
	}
	span := brief.Span{Start: f[from].Start, End: f[limit-1].End}
	return s.newStatement(how, rule, []brief.Mention{s.mention(span)}), true
}

// addressee is the text of the tokens between a verb and its clause, without the time that may stand there.
func (s *speech) addressee(f []token, from, to int) string {
	for k := from; k < to; k++ {
		if f[k].kind == punct || f[k].kind == quoted || prepositions[f[k].low] && f[k].low != "of" || days[f[k].low] > 0 {
			to = k
			break
		}
	}
	if from >= to {
		return ""
	}
	return s.d.text[f[from].Start:f[to-1].End]
}

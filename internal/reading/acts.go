package reading

import (
	"regexp"
	"sort"

	"livebrief/internal/brief"
)

// actWindow is how much of each quotation, in bytes, is asked what it does.
const actWindow = 4 << 10

var (
	appealShape = regexp.MustCompile(`(?i)\b(i|we) (want to |would like to |must |)(appeal|urge|call on|call upon|beg|implore)\b|\bi want you to\b`)
	imperative  = regexp.MustCompile(`^(Avoid|Do not|Don['’]t|Please|Let us|Let['’]s|Stay|Leave|Stop|Come|Help|Remember|Surrender|Refuse|Boil|Keep|Stand|Join|Go|Run|Save|Evacuate|Take|Bring|Give|Call|Check|Wait)\b`)
	pledgeShape = regexp.MustCompile(`(?i)\b(i|we|\p{L}+) (guarantees?|promises?|pledges?|vows?)\b|\b(we|i)( will|['’]ll) (always |also |certainly |)(provide|ensure|find|help|protect|rebuild|pay|return|restore|deliver|send|support|give|build|repair|repay|defend)\b|\bguarantees? to\b`)
	threatShape = regexp.MustCompile(`(?i)\b(we|i)( will|['’]ll) (punish|destroy|strike|retaliate|shell|attack|burn|crush)\b|\bwill (regret|pay dearly|face consequences)\b`)
	denialShape = regexp.MustCompile(`(?i)^(that is|this is|that's|it is|it's) (not true|untrue|a lie|false|nonsense)|\bwe (did not|didn't|have not|never)\b|\bno comment\b`)
	futureShape = regexp.MustCompile(`(?i)\b(will|won['’]t|going to|would soon)\b`)
	ownFuture   = regexp.MustCompile(`(?i)\b(we|i)( will|['’]ll)\b`)
	soonShape   = regexp.MustCompile(`(?i)\b(soon|shortly|coming (days|weeks|months)|next (day|week|month|year|spring|summer|autumn|fall|winter)|tomorrow|within|by (the end|winter|spring|summer|autumn|mid))\b`)
	hedgeShape  = regexp.MustCompile(`\b(may|might|could|reportedly|apparently|allegedly|appears?|possibly|perhaps|probably|likely)\b`)
	monthMay    = regexp.MustCompile(`\bMay\b`)
	appealTo    = regexp.MustCompile(`(?i)\b(?:i|we) (?:want to |would like to |must |)(?:appeal|call) (?:to|on|upon) ((?:all |the |every )?(?:\p{L}+ ){0,3}?\p{L}+)(?:[.,;:!?]| to | not | who |$)`)
)

// asked is how many quotations of one statement are asked what they do.
const asked = 64

// finish tells what a statement does, how sure it sounds, and what it lists, once all of its content is there.
func (s *speech) finish(st *brief.ReadStatement) {
	if st.Kind == "" {
		st.Kind = s.actOf(st)
	}
	if st.Modality == "flat" {
		for _, c := range st.Content[:min(len(st.Content), asked)] {
			if hedgeShape.MatchString(monthMay.ReplaceAllString(head(c.Text, actWindow), "")) {
				st.Modality = "hedged"
				break
			}
		}
	}
	if st.Addressee == "" && st.Speech == "direct" {
		for _, c := range st.Content[:min(len(st.Content), asked)] {
			if m := appealTo.FindStringSubmatch(head(c.Text, actWindow)); m != nil {
				st.Addressee = m[1]
				break
			}
		}
	}
	st.Terms = s.terms(st)
}

// actOf tells what is done by saying something; an assertion when nothing tells more.
func (s *speech) actOf(st *brief.ReadStatement) brief.DevelopmentKind {
	direct := st.Speech == "direct"
	any := func(shape *regexp.Regexp) bool {
		for _, c := range st.Content[:min(len(st.Content), asked)] {
			if shape.MatchString(head(c.Text, actWindow)) {
				return true
			}
		}
		return false
	}
	first := len(st.Content) > 0 && imperative.MatchString(st.Content[0].Text)
	switch {
	case direct && any(threatShape):
		return brief.KindThreat
	case direct && first:
		return brief.KindAppeal
	case direct && any(appealShape):
		// Whoever appeals to people and then says what will happen when has foretold it to them.
		if len(s.foretold(st)) > 0 {
			return brief.KindForecast
		}
		return brief.KindAppeal
	case direct && any(pledgeShape):
		return brief.KindPledge
	case direct && any(denialShape):
		return brief.KindDenial
	case s.foretells(st):
		return brief.KindForecast
	case s.counts(st):
		return brief.KindFigure
	}
	return brief.KindAssertion
}

// counts tells whether the content counts people.
func (s *speech) counts(st *brief.ReadStatement) bool {
	for _, c := range st.Content[:min(len(st.Content), asked)] {
		n := sort.Search(len(s.figures), func(i int) bool { return s.figures[i].Start >= c.Start })
		for ; n < len(s.figures) && s.figures[n].End <= c.End; n++ {
			if s.figures[n].Rule == "people" || s.figures[n].Rule == "fate" {
				return true
			}
		}
	}
	return false
}

// foretells tells whether a sentence of the content has both what will be and when.
func (s *speech) foretells(st *brief.ReadStatement) bool {
	for _, c := range st.Content[:min(len(st.Content), asked)] {
		for _, sent := range sentences(nil, s.d.text, c.Span) {
			t := head(sent.Of(s.d.text), actWindow)
			if futureShape.MatchString(t) && !ownFuture.MatchString(t) && (soonShape.MatchString(t) || s.dated(sent)) {
				return true
			}
		}
	}
	return false
}

// dated tells whether a date lies in a span.
func (s *speech) dated(span brief.Span) bool {
	for n := s.dateFrom(span.Start); n < len(s.dates) && s.dates[n].End <= span.End; n++ {
		if dayOf(s.dates[n]) != "" {
			return true
		}
	}
	return false
}

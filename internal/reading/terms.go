package reading

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// ordinals begin the parts of a list in speech.
var ordinals = []string{"first firstly", "second secondly", "third thirdly", "fourth fourthly", "fifth fifthly", "sixth", "seventh", "eighth", "ninth", "tenth"}

// ordinalShape is the head of a sentence that is part of a list: "First, " "And third, ".
var ordinalShape = regexp.MustCompile(`^["“«„]?(?:(?i:and|but) )?(\p{L}+)[,:] `)

// maxTerms is how many terms of one statement are kept.
const maxTerms = 10

// terms lists what a statement counts up: sentences that begin with first, second, third. One alone is no list.
func (s *speech) terms(st *brief.ReadStatement) []brief.ReadTerm {
	out := []brief.ReadTerm{}
	for _, c := range st.Content {
		for _, sent := range sentences(nil, s.d.text, c.Span) {
			if len(out) == maxTerms {
				return out
			}
			m := ordinalShape.FindStringSubmatchIndex(head(sent.Of(s.d.text), 60))
			if m == nil {
				continue
			}
			name := strings.ToLower(s.d.text[sent.Start+m[2] : sent.Start+m[3]])
			last := name == "finally" || name == "lastly"
			if !last && !contains(ordinals[len(out)], name) || last && len(out) == 0 {
				continue
			}
			term := trim(s.d.text, brief.Span{Start: sent.Start + m[1], End: sent.End})
			for term.End > term.Start && closing(lastRune(term.Of(s.d.text))) {
				term.End -= len(string(lastRune(term.Of(s.d.text))))
			}
			out = append(out, brief.ReadTerm{Mention: s.mention(term)})
		}
	}
	if len(out) < 2 {
		out = s.foretold(st, true)
	}
	if st.Kind == brief.KindLawChange {
		out = append(out, s.penalties(st)...)
	}
	return out
}

var (
	futureShape = regexp.MustCompile(`(?i)\b(will|won['’]t|going to|would soon)\b`)
	wouldShape  = regexp.MustCompile(`(?i)\b(will|would|to be)\b`)
	ownFuture   = regexp.MustCompile(`(?i)\b(we|i)( will|['’]ll)\b`)
)

// foretold lists the sentences that say what will be and when, each with the window that its date opens. The
// speaker's own acts are among them if asked for.
func (s *speech) foretold(st *brief.ReadStatement, own bool) []brief.ReadTerm {
	shape, vow := futureShape, st.Kind == brief.KindPledge || st.Kind == brief.KindThreat || st.Kind == brief.KindOrder
	if st.Speech != "direct" {
		shape = wouldShape
	}
	out := []brief.ReadTerm{}
	for _, c := range st.Content {
		for _, sent := range sentences(nil, s.d.text, c.Span) {
			if len(out) == maxTerms {
				return out
			}
			t := head(sent.Of(s.d.text), actWindow)
			if !(shape.MatchString(t) || own && vow && st.Speech != "direct") || ownFuture.MatchString(t) && !(own && vow) {
				continue
			}
			if due, ok := s.due(st, sent); ok {
				out = append(out, s.steps(sent, due)...)
			}
		}
	}
	return out
}

// due is the window that the first date of a sentence opens, with the preposition before it: "by" and "until" leave
// its beginning open, "after" its end. "Within two days" counts from the day on which it was said.
func (s *speech) due(st *brief.ReadStatement, sent brief.Span) (brief.Due, bool) {
	for n := s.dateFrom(sent.Start); n < len(s.dates) && s.dates[n].End <= sent.End; n++ {
		before := lastWord(strings.TrimSpace(strings.ToLower(s.d.text[sent.Start:s.dates[n].Start])))
		if s.dates[n].Type == "DURATION" && before == "within" {
			return withinDays(st.SaidOn.Value, s.dates[n].Value)
		}
		due, ok := window(s.dates[n])
		if !ok || before == "since" || strings.HasSuffix(s.dates[n].Rule, "/nearest-past") {
			continue // what will be does not begin in the past; nothing tells the right year or week
		}
		switch before {
		case "by", "until", "till":
			due.From, due.Rule = "", before+"-"+due.Rule
		case "before":
			due.From, due.To = "", dayBefore(due.From)
			due.Rule = "before-" + due.Rule
		case "after":
			due.From, due.To = due.To, ""
			due.Rule = "after-" + due.Rule
		}
		return due, due.From != "" || due.To != ""
	}
	return brief.Due{}, false
}

// withinDays is the window of so many days, weeks or months from a day.
func withinDays(day, duration string) (brief.Due, bool) {
	from, err := time.Parse(time.DateOnly, day)
	if err != nil || len(duration) < 3 || duration[0] != 'P' {
		return brief.Due{}, false
	}
	n := atoi(duration[1 : len(duration)-1])
	if n <= 0 || n > 1000 {
		return brief.Due{}, false
	}
	to := from
	switch duration[len(duration)-1] {
	case 'D':
		to = from.AddDate(0, 0, n)
	case 'W':
		to = from.AddDate(0, 0, 7*n)
	case 'M':
		to = from.AddDate(0, n, 0)
	default:
		return brief.Due{}, false
	}
	return brief.Due{From: day, To: to.Format(time.DateOnly), Rule: "within"}, true
}

// dayBefore is the day before a full date, empty when its year is unknown.
func dayBefore(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}

// stepShape parts what will happen from what will happen then.
var stepShape = regexp.MustCompile(`(?i)[,;] (?:and )?then ((?:\p{L}+ ){1,4}will\b)`)

// steps parts a sentence that foretells two things, one after the other; the window is that of the first.
func (s *speech) steps(sent brief.Span, due brief.Due) []brief.ReadTerm {
	m := stepShape.FindStringSubmatchIndex(head(sent.Of(s.d.text), actWindow))
	if m == nil {
		return []brief.ReadTerm{{Mention: s.mention(sent), Due: due}}
	}
	first := brief.Span{Start: sent.Start, End: sent.Start + m[0]}
	then := brief.Span{Start: sent.Start + m[2], End: sent.End}
	return []brief.ReadTerm{{Mention: s.mention(first), Due: due}, {Mention: s.mention(then)}}
}

// window is the time that a date opens: a third of a month for its beginning, middle or end. A year that the text
// does not tell stays XXXX; February then has 28 days.
func window(d brief.ReadDate) (brief.Due, bool) {
	if d.Type != "DATE" || strings.HasPrefix(d.Rule, "ago") || len(d.Value) == len("2006") && d.Mod != "" {
		return brief.Due{}, false
	}
	unknown := strings.HasPrefix(d.Value, "XXXX-") && !strings.Contains(d.Value, "W") && !strings.HasSuffix(d.Value, "XX")
	if unknown {
		d.Value = "2001" + d.Value[len("XXXX"):]
		due, ok := window(d)
		due.From, due.To = "XXXX"+due.From[min(4, len(due.From)):], "XXXX"+due.To[min(4, len(due.To)):]
		return due, ok
	}
	if _, err := time.Parse(time.DateOnly, d.Value); err == nil {
		return brief.Due{From: d.Value, To: d.Value, Rule: "day"}, true
	}
	if year, err := time.Parse("2006", d.Value); err == nil {
		return brief.Due{From: d.Value + "-01-01", To: year.Format("2006") + "-12-31", Rule: "year"}, true
	}
	month, err := time.Parse("2006-01", d.Value)
	if err != nil {
		return brief.Due{}, false
	}
	last := pad(month.AddDate(0, 1, -1).Day(), 2)
	from, to, rule := "01", last, "month"
	switch d.Mod {
	case "START":
		to, rule = "10", "month-first-third"
	case "MID":
		from, to, rule = "11", "20", "month-second-third"
	case "END":
		from, rule = "21", "month-last-third"
	}
	return brief.Due{From: d.Value + "-" + from, To: d.Value + "-" + to, Rule: rule}, true
}

// penaltyShape reads "punishable by 10 years in prison", "punishable with three to ten years".
var penaltyShape = regexp.MustCompile(`(?i)\b(?:punishable (?:by|with)|(?:prison|jail) terms? of|prison sentences? of) (?:(?:up to|a maximum of|a) )?([\p{L}\d]+)(?:(?: to |-)([\p{L}\d]+))?[ -](year|month|day)s?(?: (?:in prison|of imprisonment|in jail|behind bars))?`)

// penalties lists the penalties that a law sets, as the report gives them.
func (s *speech) penalties(st *brief.ReadStatement) []brief.ReadTerm {
	var out []brief.ReadTerm
	for _, c := range st.Content {
		for _, m := range penaltyShape.FindAllStringSubmatchIndex(head(c.Text, actWindow), maxTerms) {
			least, most := amountOf(c.Text[m[2]:m[3]]), ""
			if m[4] >= 0 {
				most = amountOf(c.Text[m[4]:m[5]])
			} else {
				least, most = "", least
			}
			if most == "" {
				continue
			}
			span := brief.Span{Start: c.Start + m[0], End: c.Start + m[1]}
			out = append(out, brief.ReadTerm{Mention: s.mention(span),
				Penalty: brief.Penalty{Min: least, Max: most, Unit: strings.ToLower(c.Text[m[6]:m[7]])}})
		}
	}
	return out
}

// amountOf is a small number in figures, empty when the word is none.
func amountOf(word string) string {
	if n := max(atoi(word), numerals[strings.ToLower(word)]); n > 0 {
		return strconv.Itoa(n)
	}
	return ""
}

func contains(list, word string) bool {
	for _, w := range strings.Fields(list) {
		if w == word {
			return true
		}
	}
	return false
}

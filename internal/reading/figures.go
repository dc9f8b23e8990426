package reading

import (
	"sort"
	"strconv"
	"strings"

	"livebrief/internal/brief"
)

// readFigures lists the plainest numbers: of people and of what happened to them, of money, and shares. Others are
// left to the editor, years and ages among them. Numbers are decimal text, never floating point.
func readFigures(d *document) []brief.ReadFigure {
	out := []brief.ReadFigure{}
	for _, p := range d.paras {
		if !p.searched() {
			continue
		}
		f := tokens(d.text, p.Span, nil)
		for i := 0; i < len(f); {
			x, to := d.figureAt(f, i)
			if to == i {
				i++
				continue
			}
			out = append(out, x)
			i = to
		}
	}
	return out
}

var (
	// counted people, and what a figure says became of them.
	peopleWords = set(`people men women children civilians soldiers troops residents refugees conscripts recruits reservists
		fighters prisoners workers sailors passengers families households students officers protesters demonstrators
		ukrainians russians citizens migrants inhabitants villagers patients miners volunteers police firefighters`)
	fates = set(`killed dead injured wounded displaced missing captured arrested detained evacuated rescued deported
		hospitalized hospitalised homeless died mobilized mobilised`)
	scales     = map[string]int{"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
	magnitudes = map[string]int{"dozens": 1, "hundreds": 2, "thousands": 3, "millions": 6, "billions": 9}
	currencies = map[string]string{"$": "USD", "€": "EUR", "£": "GBP", "dollars": "USD", "euros": "EUR", "pounds": "GBP",
		"rubles": "RUB", "roubles": "RUB", "hryvnias": "UAH", "hryvnyas": "UAH", "zlotys": "PLN", "yen": "JPY", "francs": "CHF"}
)

// figureAt reads the figure that begins at token i; the second result is i when there is none.
func (d *document) figureAt(f []token, i int) (brief.ReadFigure, int) {
	from := i
	qualifier, i := qualifierAt(f, i)
	currency := ""
	if i < len(f) && f[i].kind == punct && currencies[f[i].low] != "" {
		currency = currencies[f[i].low]
		i++
	}
	x, to := amountAt(f, i)
	if to == i {
		return x, from
	}
	x.Qualifier = qualifier
	if m := low(f, to); currency == "" && currencies[m] != "" && m != "$" && m != "€" && m != "£" {
		currency = currencies[m]
		to++
	}
	switch {
	case currency != "":
		x.Unit, x.Rule = currency, "money"
	case low(f, to) == "percent" || low(f, to) == "%":
		x.Unit, x.Rule = "%", "share"
		to++
	default:
		var ok bool
		fate := fateBefore(f, from)
		if to, ok = countedAt(f, to, &x); !ok && (fate == "" || !bare(f, to, x)) {
			return x, from
		}
		if fate != "" && x.Of == "" {
			x.Unit, x.Of, x.Rule = either(x.Unit != "", x.Unit, "people"), fate, "fate"
		}
	}
	x.Span = brief.Span{Start: f[from].Start, End: f[to-1].End}
	x.Text = x.Span.Of(d.text)
	bounds(&x)
	return x, to
}

// qualifierAt reads the words before a number that keep it from being exact.
func qualifierAt(f []token, i int) (string, int) {
	switch low(f, i) {
	case "about", "around", "approximately", "roughly", "nearly", "almost", "some", "over":
		return f[i].low, i + 1
	}
	switch pair := low(f, i) + " " + low(f, i+1); pair {
	case "more than", "less than", "fewer than", "at least", "at most", "up to":
		return pair, i + 2
	}
	return "", i
}

// amountAt reads a number: 300,000; 1.2 million; twelve; tens of thousands.
func amountAt(f []token, i int) (x brief.ReadFigure, to int) {
	if i >= len(f) {
		return x, i
	}
	t := f[i]
	if power, ok := magnitudes[t.low]; ok || t.low == "tens" {
		if t.low == "tens" || low(f, i+1) == "of" && magnitudes[low(f, i+2)] > 0 && t.low == "hundreds" {
			if low(f, i+1) != "of" || magnitudes[low(f, i+2)] < 3 {
				return x, i
			}
			power = magnitudes[low(f, i+2)] + map[string]int{"tens": 1, "hundreds": 2}[t.low]
			x.Low = shift("1", power)
			return x, i + 3
		}
		x.Low = shift("1", power)
		return x, i + 1
	}
	digits := ""
	switch {
	case t.kind == number:
		digits = decimal(t.low)
	case numerals[t.low] > 0:
		digits = strconv.Itoa(numerals[t.low])
	}
	if digits == "" {
		return x, i
	}
	to = i + 1
	if power := scales[low(f, to)]; power > 0 {
		digits = shift(digits, power)
		to++
	}
	x.Value = digits
	return x, to
}

// decimal is a number as written, without the commas between thousands; empty when it is something else.
func decimal(s string) string {
	whole, part, dot := strings.Cut(s, ".")
	groups := strings.Split(whole, ",")
	for n, g := range groups {
		if g == "" || strings.Trim(g, "0123456789") != "" || n > 0 && len(g) != 3 || n == 0 && len(groups) > 1 && len(g) > 3 {
			return ""
		}
	}
	if dot && (part == "" || strings.Trim(part, "0123456789") != "") || len(s) > 24 {
		return ""
	}
	whole = strings.TrimLeft(strings.Join(groups, ""), "0")
	if whole == "" {
		whole = "0"
	}
	if dot {
		return whole + "." + part
	}
	return whole
}

// shift moves the decimal point of a number to the right.
func shift(s string, places int) string {
	whole, part, _ := strings.Cut(s, ".")
	for ; places > 0; places-- {
		if part == "" {
			whole += "0"
			continue
		}
		whole, part = whole+part[:1], part[1:]
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if part = strings.TrimRight(part, "0"); part != "" {
		return whole + "." + part
	}
	return whole
}

// countedAt reads who is counted, after "of" or an adjective or two, and what became of them: 14 people were killed,
// 3 dead. A bare number of neither is no figure.
func countedAt(f []token, i int, x *brief.ReadFigure) (to int, ok bool) {
	at := i
	if low(f, at) == "of" {
		at++
	}
	for n := 0; n < 2 && at < len(f) && f[at].kind == word && !peopleWords[f[at].low] && !fates[f[at].low] &&
		peopleWords[low(f, at+1)] && !prepositions[f[at].low] && f[at].low != "and"; n++ {
		at++
	}
	to = i
	if at < len(f) && f[at].kind == word && peopleWords[f[at].low] && !f[at].owns {
		x.Unit, x.Rule, to = f[at].low, "people", at+1
	}
	at = to
	for n := 0; n < 3 && (auxiliaries[low(f, at)] || passives[low(f, at)]); n++ {
		at++
	}
	if at < len(f) && fates[f[at].low] && f[at].kind == word {
		x.Of, x.Rule, to = f[at].low, "fate", at+1
		if x.Unit == "" {
			x.Unit = "people"
		}
	}
	return to, x.Unit != ""
}

// fateBefore is what became of the counted, told before the number: killed 14 people.
func fateBefore(f []token, i int) string {
	w := low(f, i-1)
	switch {
	case w == "killing":
		return "killed"
	case w == "wounding" || w == "injuring":
		return strings.TrimSuffix(w, "ing") + "ed"
	case w == "dead" || w == "missing" || w == "died":
		return ""
	case fates[w]:
		return w
	}
	return ""
}

// bare tells whether a number without a noun can count people: it is no year, and nothing else follows to be counted.
func bare(f []token, to int, x brief.ReadFigure) bool {
	return len(x.Value) != 4 && (to >= len(f) || !counted(f[to]) || f[to].low == "so") && (to >= len(f) || unitOf(f[to]) == "" && f[to].low != "times")
}

// bounds gives a figure that is not exact the side on which it is open.
func bounds(x *brief.ReadFigure) {
	switch x.Qualifier {
	case "":
		if x.Value != "" {
			x.Low, x.High = x.Value, x.Value
		}
	case "more than", "over", "at least":
		x.Low = x.Value + x.Low
	case "less than", "fewer than", "at most", "up to", "nearly", "almost":
		x.High = x.Value
	}
}

// countedBy gives each figure the one who counts: the speaker in whose words it stands.
func countedBy(figures []brief.ReadFigure, statements []brief.ReadStatement) {
	for _, st := range statements {
		who := st.Speaker.Name
		if who == "" {
			who = st.Speaker.Role
		}
		for _, c := range st.Content {
			for n := sort.Search(len(figures), func(i int) bool { return figures[i].Start >= c.Start }); n < len(figures) && figures[n].End <= c.End; n++ {
				figures[n].By = who
			}
		}
	}
}

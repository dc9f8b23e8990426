package reading

import (
	"sort"
	"strconv"
	"strings"

	"livebrief/internal/brief"
)

// figures lists the numbers that count people and what happened to them, money and shares. Numbers are decimal text.
func (r *slavicReader) figures(dates []brief.ReadDate) []brief.ReadFigure {
	out := []brief.ReadFigure{}
	for _, p := range r.d.paras {
		if !p.searched() {
			continue
		}
		f := tokens(r.d.text, p.Span, nil)
		for i := 0; i < len(f); {
			x, from, to := r.figureAt(f, i)
			if to == i {
				i++
				continue
			}
			n := sort.Search(len(dates), func(k int) bool { return dates[k].End > f[from].Start })
			if n == len(dates) || dates[n].Start >= f[to-1].End {
				x.Span = brief.Span{Start: f[from].Start, End: f[to-1].End}
				x.Text = x.Span.Of(r.d.text)
				out = append(out, x)
			}
			i = to
		}
	}
	return out
}

// figureAt reads the figure whose number begins at token i; to is i when there is none.
func (r *slavicReader) figureAt(f []token, i int) (x brief.ReadFigure, from, to int) {
	value, k := r.amount(f, i)
	if k == i {
		return x, i, i
	}
	from = i
	if about := r.w.about[low(f, i-1)]; about != "" {
		from, x.Qualifier = i-1, strings.ReplaceAll(about, "_", " ")
	}
	x.Value = value
	r.bound(&x)
	switch {
	case low(f, k) == "%" || r.w.percent[low(f, k)]:
		x.Unit, x.Rule = "%", "share"
		return x, from, k + 1
	case r.w.money[low(f, k)] != "":
		x.Unit, x.Rule = r.w.money[low(f, k)], "money"
		return x, from, k + 1
	case k < len(f) && f[k].kind == punct && currencyMarks[f[k].low] != "":
		x.Unit, x.Rule = currencyMarks[f[k].low], "money"
		return x, from, k + 1
	}
	if sign := currencyMarks[low(f, from-1)]; sign != "" {
		x.Unit, x.Rule = sign, "money"
		return x, from - 1, k
	}
	to = r.people(f, from, k, &x)
	if x.Rule == "" {
		return x, i, i
	}
	return x, from, to
}

// currencyMarks are the signs of currencies.
var currencyMarks = map[string]string{"$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "₴": "UAH"}

// people reads who is counted behind the number, and what became of them: before it, behind it, or both.
func (r *slavicReader) people(f []token, from, k int, x *brief.ReadFigure) (to int) {
	to = k
	for n := k; n < len(f) && n < k+3; n++ {
		if unit := r.w.people[low(f, n)]; unit != "" {
			x.Unit, x.Rule, to = unit, "people", n+1
			break
		}
		if f[n].kind != word || f[n].upper || r.w.fates[f[n].low] != "" {
			break
		}
	}
	if fate := r.w.fates[low(f, to)]; fate != "" {
		x.Of, x.Rule, to = fate, "fate", to+1
	}
	for n := from - 1; x.Of == "" && n >= 0 && n >= from-3 && f[n].kind == word; n-- {
		if fate := r.w.fates[f[n].low]; fate != "" && (x.Unit != "" || n == from-1) {
			x.Of, x.Rule = fate, "fate"
		}
	}
	if x.Of != "" && x.Unit == "" {
		x.Unit = "people"
	}
	return to
}

// amount reads a number: 300 000; 2,5 млн; дванадцять. The second result is i when there is none.
func (r *slavicReader) amount(f []token, i int) (string, int) {
	value := ""
	k := i + 1
	switch {
	case f[i].kind == number:
		value = slavicDecimal(f[i].low)
		for k < len(f) && f[k].kind == number && len(f[k].low) == 3 && digits(f[k].low) && len(value) <= 12 && !strings.Contains(value, ".") && closeTo(f[k-1], f[k]) {
			value += f[k].low
			k++
		}
	case f[i].kind == word && r.w.numerals[f[i].low] > 0:
		value = strconv.Itoa(r.w.numerals[f[i].low])
		if n := r.w.numerals[low(f, k)]; n > 0 && n < 10 && r.w.numerals[f[i].low]%10 == 0 && r.w.numerals[f[i].low] >= 20 {
			value = strconv.Itoa(r.w.numerals[f[i].low] + n)
			k++
		}
	}
	if value == "" {
		return "", i
	}
	if power := r.w.scales[low(f, k)]; power > 0 {
		value = shift(value, power)
		k++
		if low(f, k) == "." && k+1 < len(f) && f[k+1].kind == word && !f[k+1].upper {
			k++
		}
	}
	return value, k
}

// closeTo tells whether a space alone stands between two tokens.
func closeTo(a, b token) bool { return b.Start-a.End <= len("\u00a0") && b.Start > a.End }

// slavicDecimal is a number with a decimal comma as decimal text, empty when it is something else.
func slavicDecimal(s string) string {
	whole, part, comma := strings.Cut(s, ",")
	if !digits(whole) || comma && !digits(part) || len(s) > 24 {
		return ""
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if comma {
		return whole + "." + part
	}
	return whole
}

// bound gives a figure the sides on which it is known.
func (r *slavicReader) bound(x *brief.ReadFigure) {
	switch x.Qualifier {
	case "":
		x.Low, x.High = x.Value, x.Value
	case "more than", "at least":
		x.Low = x.Value
	case "less than", "nearly":
		x.High = x.Value
	}
}

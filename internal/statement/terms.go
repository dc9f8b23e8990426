package statement

import (
	"math/big"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// checkTerms holds the terms to the rules says-something, due-or-review and penalty-in-order.
func checkTerms(s brief.Statement, said brief.Date) error {
	if len(s.Terms) == 0 && NeedsTerm(s.Kind) {
		return refuse(SaysSomething, "write down what it says, each thing as a term", "%s without a term says nothing that could be judged", nounOf(s.Kind))
	}
	seen := map[brief.TermID]bool{}
	for _, t := range s.Terms {
		if err := first(checkID(string(t.ID), 't'), checkOnce(seen, t.ID), checkTerm(s.Kind, t, said)); err != nil {
			return err
		}
	}
	return nil
}

func checkTerm(kind brief.DevelopmentKind, t brief.Term, said brief.Date) error {
	if t.Text == "" {
		return refuse(SaysSomething, "write what is said, in a sentence", "term %s has no text", t.ID)
	}
	if t.Force != brief.Flat && t.Force != brief.Hedged {
		return refuse(WellFormed, "use flat or hedged", "%.40q is not how firmly a term is put", string(t.Force))
	}
	if err := first(checkWindow(t.ID, t.Due, said), checkOptional("review date", t.ReviewOn), checkPenalty(t), checkFigure(t)); err != nil {
		return err
	}
	if kind == brief.KindForecast && t.Due.To == "" && t.ReviewOn == "" {
		return refuse(DueOrReview, "give the end of its window, or a day on which somebody looks again",
			"nothing tells when the forecast %s can be judged", t.ID)
	}
	return nil
}

// checkWindow holds a due window to well-formed: in order, and not over before it was said.
func checkWindow(id brief.TermID, w brief.DueWindow, said brief.Date) error {
	if err := first(checkOptional("due date", w.From), checkOptional("due date", w.To)); err != nil {
		return err
	}
	switch {
	case w.From != "" && w.To != "" && w.To.Last() < w.From.First():
		return refuse(WellFormed, "change the two round", "the window of %s ends on %s, before it begins on %s", id, w.To, w.From)
	case w.To != "" && w.To.Last() < said:
		return refuse(WellFormed, "look at the year", "%s was due by %s, and was said after that, on %s", id, w.To, said)
	}
	return nil
}

func checkOptional(what string, d brief.Date) error {
	if d == "" {
		return nil
	}
	return checkDate(what, d)
}

func checkDate(what string, d brief.Date) error {
	if d.Check() != nil {
		return refuse(WellFormed, "write 2022, 2022-09 or 2022-09-24", "the %s %.40q is no date", what, string(d))
	}
	return nil
}

// checkPenalty is the rule penalty-in-order.
func checkPenalty(t brief.Term) error {
	least, most := t.Law.PenaltyMin, t.Law.PenaltyMax
	if err := first(checkNumber("least penalty", least), checkNumber("most penalty", most), checkOptional("day of entry into force", t.Law.InForceFrom)); err != nil {
		return err
	}
	if (least != "" || most != "") && t.Law.PenaltyUnit == "" {
		return refuse(PenaltyInOrder, "say years, months, or the currency of a fine", "the penalty of %s has no unit", t.ID)
	}
	if least != "" && most != "" && compare(least, most) > 0 {
		return refuse(PenaltyInOrder, "change the two round", "the penalty of %s is at least %s and at most %s", t.ID, least, most)
	}
	return nil
}

func checkFigure(t brief.Term) error {
	f := t.Figure
	if err := first(checkNumber("value", f.Value), checkNumber("lower bound", f.Low), checkNumber("upper bound", f.High), checkOptional("day of the figure", f.AsOf)); err != nil {
		return err
	}
	for _, pair := range [][2]string{{f.Low, f.High}, {f.Low, f.Value}, {f.Value, f.High}} {
		if pair[0] != "" && pair[1] != "" && compare(pair[0], pair[1]) > 0 {
			return refuse(WellFormed, "look at the three numbers", "the figure of %s runs from %s to %s", t.ID, pair[0], pair[1])
		}
	}
	return nil
}

// checkNumber takes decimal text: digits, one point at most, a minus in front; empty is none.
func checkNumber(what, n string) error {
	if n == "" {
		return nil
	}
	whole, part, point := strings.Cut(strings.TrimPrefix(n, "-"), ".")
	if whole == "" || point && part == "" || strings.Trim(whole+part, "0123456789") != "" || len(n) > 40 {
		return refuse(WellFormed, "write digits with a point, such as 1200 or 0.5", "the %s %.40q is no number", what, n)
	}
	return nil
}

// compare compares two numbers that checkNumber took.
func compare(a, b string) int {
	x, _ := new(big.Rat).SetString(a)
	y, _ := new(big.Rat).SetString(b)
	return x.Cmp(y)
}

// checkID takes t1, r1, e1 and the like: the letter of its kind and a number from 1.
func checkID(id string, letter byte) error {
	digits := ""
	if len(id) > 1 && id[0] == letter {
		digits = id[1:]
	}
	if digits == "" || len(digits) > 6 || digits[0] == '0' || strings.Trim(digits, "0123456789") != "" {
		return refuse(WellFormed, "use "+string(letter)+"1, "+string(letter)+"2 and so on", "%.40q is no id here", id)
	}
	return nil
}

func checkOnce[T ~string](seen map[T]bool, id T) error {
	if seen[id] {
		return refuse(NothingLost, "give the next number", "the id %s stands there twice", string(id))
	}
	seen[id] = true
	return nil
}

// termOf finds a term.
func termOf(s brief.Statement, id brief.TermID) (brief.Term, bool) {
	i := slices.IndexFunc(s.Terms, func(t brief.Term) bool { return t.ID == id })
	if i < 0 {
		return brief.Term{}, false
	}
	return s.Terms[i], true
}

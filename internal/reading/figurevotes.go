package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// ballot tells whether an amount with "to" and a smaller one behind it is the outcome of a vote: voted 141 to 5.
func (r *figureReader) ballot(a amount) bool {
	if low(r.f, a.to) != r.w.to || !digits(a.value) || !r.voted(a) {
		return false
	}
	b, ok := r.w.amountAt(r.f, a.to+1)
	return ok && digits(b.value) && !less(a.value, b.value)
}

// voted tells whether a vote is told beside a number.
func (r *figureReader) voted(a amount) bool {
	for k := a.from - 1; k >= 0 && k >= a.from-5; k-- {
		if s := r.f[k].low; s == "voted" || s == "vote" || s == "votes" || s == "ballot" || s == "ballots" {
			return true
		}
	}
	s := low(r.f, a.to)
	return s == "vote" || s == "votes"
}

// votes makes two figures of the outcome of a vote, those for and those against, and gives the token to go on from.
func (r *figureReader) votes(a amount) int {
	if !r.voted(a) {
		return a.to
	}
	whole := brief.Span{Start: r.f[a.from].Start, End: r.f[a.to-1].End}
	forIt, against, to := whole, whole, a.to
	if a.votes {
		at := whole.Start + strings.IndexByte(whole.Of(r.d.text), '-')
		forIt.End, against.Start = at, at+1
	} else {
		b, _ := r.w.amountAt(r.f, a.to+1)
		a.low, a.high, to = a.value, b.value, b.to
		against = brief.Span{Start: r.f[b.from].Start, End: r.f[b.to-1].End}
	}
	for _, side := range []struct {
		brief.Span
		value, of string
	}{{forIt, a.low, "for"}, {against, a.high, "against"}} {
		r.out = append(r.out, brief.ReadFigure{Mention: brief.Mention{Span: side.Span, Text: side.Of(r.d.text)}, Value: side.value, Low: side.value, High: side.value,
			Unit: "votes", Of: side.of, Rule: "votes"})
	}
	return to
}

// ballots tells whether votes are counted, and takes in for what.
func (r *figureReader) ballots(x *draft) bool {
	if x.unit != "votes" {
		return false
	}
	k := x.end
	switch s := low(r.f, k); {
	case s == "for" || s == "against":
		x.of, x.end = s, k+1
	case s == "in" && (low(r.f, k+1) == "favor" || low(r.f, k+1) == "favour"):
		x.of, x.end = "for", k+2
	}
	x.rule = "votes"
	return true
}

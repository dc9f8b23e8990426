package reading

import (
	"livebrief/internal/brief"
)

// begins are verbs that leave what is done to a participle: "began reporting".
var begins = set("began begun begin begins started kept keeps")

// silent tells whether a verb says that nothing was said: "said nothing about", "said little", "asked not to be
// named".
func silent(f []token, i int) bool {
	w := low(f, i+1)
	if w == "not" && low(f, i+2) == "to" && low(f, i+3) == "be" && (low(f, i+4) == "named" || low(f, i+4) == "identified" || low(f, i+4) == "quoted") {
		return true
	}
	return w == "nothing" || w == "little" || w == "anything"
}

// particled takes the particles that a verb wants: called for, called on, appealed to.
func particled(f []token, i int, r report) (report, bool) {
	w := low(f, i+1)
	switch f[i].low {
	case "called", "calling", "calls", "call":
		switch {
		case w == "on" || w == "upon":
			r.next = i + 2
		case w == "for":
			r.next, r.cue = i+2, cue{object: true, urges: true, kind: brief.KindAppeal}
		default:
			c, ok := verdictAt(f, i)
			r.cue = c
			return r, ok
		}
	case "appealed", "appealing", "appeals":
		if w != "to" && w != "for" {
			return r, false
		}
		r.next = i + 2
		r.cue.object = w == "for"
	case "ruled", "rules", "rule", "ruling":
		if w == "out" {
			r.cue, r.next = cue{object: true}, i+2
		}
	case "went", "goes":
		if w != "on" || low(f, i+2) == "to" {
			return r, false
		}
		r.next = i + 2
	case "made", "makes", "making":
		if at := clearAt(f, i+1); at > 0 {
			r.next = at
		}
	case "referred", "refers":
		if w != "to" {
			return r, false
		}
		r.next = i + 2
	case "talked", "speaks":
		if w != "of" && w != "about" {
			return r, false
		}
		r.next = i + 2
	case "spoke":
		if c, ok := verdictAt(f, i); ok && (w == "of" || w == "about") {
			r.cue, r.next = c, i+2
		}
	case "hinted", "hints":
		if w == "at" {
			r.cue, r.next = cue{object: true, hedged: true}, i+2
		}
	case "chimed":
		if w != "in" {
			return r, false
		}
		r.next = i + 2
	case "pointed", "points", "pointing":
		if w != "out" && w != "to" {
			return r, false
		}
		r.next = i + 2
	}
	return r, true
}

// wentOn is where "went" stands in "went on to", whose "to" is at i; -1 when there is none.
func wentOn(f []token, i int) int {
	if low(f, i-1) == "on" && (low(f, i-2) == "went" || low(f, i-2) == "goes") {
		return i - 2
	}
	return -1
}

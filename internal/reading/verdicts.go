package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// clearAt is where "that" stands behind "it clear" or "clear" at i, 0 when it does not.
func clearAt(f []token, i int) int {
	if low(f, i) == "it" {
		i++
	}
	if w := low(f, i); (w == "clear" || w == "plain" || w == "known") && low(f, i+1) == "that" {
		return i + 1
	}
	return 0
}

// verdictWords are verbs that carry a quoted word: called it a "crime".
var verdictWords = set("called calls calling termed dubbed likened referred refers spoke speaks talked")

// giverWords take guarantees and assurances as things.
var giverWords = set("offered provided gave given extended issued")

// giverReach is how far behind a verb of giving its guarantee stands.
const giverReach = 4

// refusalWords before "to" and one of speakingWords make no comment.
var (
	refusalWords  = set("declined refused declines refuses declining refusing")
	speakingWords = set("comment answer discuss elaborate confirm say speculate reveal disclose speak explain respond")
)

// refusal reads what somebody would not say: "would not reveal the price", "neither confirmed nor denied the report".
func (s *speech) refusal(f []token, i int) (report, bool) {
	r := report{cue: cue{object: true, asks: true, kind: brief.KindNoComment}, at: i, next: i + 1, from: i, to: i + 1}
	before := i - 1
	both := (f[i].low == "confirm" || f[i].low == "confirmed") && (low(f, i+1) == "nor" || low(f, i+1) == "or") && (low(f, i+2) == "deny" || low(f, i+2) == "denied")
	switch w := low(f, i-1); {
	case both && w == "neither":
	case both && (w == "not" || refuses[w]), speakingWords[f[i].low] && refuses[w+" "+low(f, i-2)]:
	case speakingWords[f[i].low] && refuses[w]:
	case speakingWords[f[i].low] && w == "would" && neitherBefore(f, i-1):
	default:
		return r, false
	}
	if both {
		r.to = i + 3
	}
	if f[i].low == "comment" {
		r.cue.remains, r.cue.asks = true, false
	}
	if neitherBefore(f, i-1) && !both {
		for before > 0 && !(f[before].low == "neither") {
			before--
		}
		r.subject, r.from = mention{Span: brief.Span{Start: f[before].Start, End: f[i-2].End}, kind: byDescription, role: "", first: before, last: i - 2}, before
		return r, true
	}
	for before > 0 && (refuses[f[before].low] || refuses["not "+f[before].low] || f[before].low == "not" || f[before].low == "neither" || f[before].low == "could" || f[before].low == "did") {
		before--
	}
	if m, ok := s.d.mentionEnding(f, before); ok && m.kind == byPronoun {
		r.subject, r.from = m, m.first
		return r, true
	}
	m, ok := s.subject(f, before)
	r.subject, r.from = m, m.first
	return r, ok
}

// refuses are the words before a verb of speaking that tell that somebody would not.
var refuses = map[string]bool{"wouldn't": true, "wouldn’t": true, "won't": true, "won’t": true, "not would": true, "not will": true}

// notRuledOut reads "did not rule out a strike", which leaves open what will be.
func (s *speech) notRuledOut(f []token, i int) (report, bool) {
	before := i - 1
	switch w := low(f, before); {
	case f[i].low != "rule" && f[i].low != "ruled" || low(f, i+1) != "out":
		return report{}, false
	case w == "not":
		before--
	case w != "didn't" && w != "didn’t" && w != "wouldn't" && w != "wouldn’t" && w != "won't" && w != "won’t" && w != "hasn't" && w != "hasn’t":
		return report{}, false
	}
	for before > 0 && (auxiliaries[f[before].low] || low(f, before) == "could" || strings.HasSuffix(low(f, before), "n't") || strings.HasSuffix(low(f, before), "n’t")) {
		before--
	}
	m, ok := s.active(f, before)
	return report{subject: m, cue: cue{object: true, hedged: true}, at: i, next: i + 2, from: m.first, to: i + 2}, ok
}

// neitherBefore tells whether "neither of them" is the subject before k.
func neitherBefore(f []token, k int) bool {
	for i := k - 1; i >= 0 && k-i < maxSubject && f[i].kind == word; i-- {
		if f[i].low == "neither" {
			return true
		}
	}
	return false
}

// verdictAt reads the verbs that report only in company: with a quotation further on, with a guarantee, or with
// what somebody would not say.
func verdictAt(f []token, i int) (cue, bool) {
	if w := f[i].low; (w == "rule" || w == "ruling") && low(f, i+1) == "out" {
		return cue{object: true}, true
	}
	if w := f[i].low; (w == "went" || w == "goes") && low(f, i+1) == "on" {
		return cue{quotes: true}, true
	}
	if w := f[i].low; (w == "made" || w == "makes" || w == "making") && clearAt(f, i+1) > 0 {
		return cue{that: true}, true
	}
	if giverWords[f[i].low] {
		for k := i + 1; k < len(f) && k <= i+giverReach; k++ {
			if w := f[k].low; w == "guarantees" || w == "assurances" || w == "guarantee" {
				return cue{object: true, gives: true, kind: brief.KindPledge}, true
			}
		}
	}
	if refusalWords[f[i].low] && low(f, i+1) == "to" && speakingWords[low(f, i+2)] {
		return cue{vows: true, kind: brief.KindNoComment}, true
	}
	if f[i].low == "comment" && (low(f, i-1) == "not" || low(f, i-1) == "no") {
		return cue{remains: true, kind: brief.KindNoComment}, true
	}
	if !verdictWords[f[i].low] {
		return cue{}, false
	}
	for k := i + 1; k < len(f) && k < i+40; k++ {
		if f[k].kind == quoted {
			w := low(f, k-1)
			return cue{object: true, marks: true}, w != ":" && (w != "," || f[i].low != "spoke")
		}
	}
	return cue{}, false
}

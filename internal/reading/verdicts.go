package reading

import (
	"livebrief/internal/brief"
)

// verdictWords are verbs that carry a quoted word: called it a "crime".
var verdictWords = set("called calls calling termed dubbed likened")

// giverWords take guarantees and assurances as things.
var giverWords = set("offered provided gave given extended issued")

// giverReach is how far behind a verb of giving its guarantee stands.
const giverReach = 4

// refusalWords before "to" and one of speakingWords make no comment.
var (
	refusalWords  = set("declined refused declines refuses declining refusing")
	speakingWords = set("comment answer discuss elaborate confirm say speculate reveal disclose speak explain respond")
)

// verdictAt reads the verbs that report only in company: with a quotation further on, with a guarantee, or with
// what somebody would not say.
func verdictAt(f []token, i int) (cue, bool) {
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
			return cue{object: true, marks: true}, true
		}
	}
	return cue{}, false
}

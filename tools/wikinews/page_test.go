package main

import (
	"strings"
	"testing"
)

// pier is a text with sentences 1 to 6, two of them in a paragraph of their own.
func pier() page {
	lines := []string{
		"Mayor closes pier", "May 4, 2031",
		`"We wait," said Mayor Ada Brun, who said the pier’s age was told.`, `"It is old. It is cold."`,
		"Gulls cried.", `"We hope."`,
	}
	p := page{id: "7"}
	for i, line := range lines {
		if i > 0 {
			p.text += map[bool]string{true: "\n\n", false: " "}[i < 3 || i == 5]
		}
		p.sentences = append(p.sentences, span{len(p.text), len(p.text) + len(line)})
		p.text += line
	}
	p.text += "\n"
	return p
}

func TestCitationMeansOnePlace(t *testing.T) {
	p := pier()
	for _, c := range []struct {
		citation string
		sentence int
		want     string
		before   string // what stands before it, for those of several
	}{
		{"said #1", 3, "said", `wait," `},
		{"said #2", 3, "said", "who "},
		{"old", 4, "old", "is "}, // not the one in "told"
		{"Ada Brun @3", 4, "Ada Brun", "Mayor "},
		{"It is #2", 4, "It is", "old. "},
		{"It is old. [...] We hope. @4-6", 3, "It is old. It is cold.\" Gulls cried.\n\n\"We hope.", `"`},
		{"We wait", 3, "We wait", `"`},
	} {
		s, err := p.find(c.citation, c.sentence)
		if err != nil || p.cut(s) != c.want || !strings.HasSuffix(p.text[:s.start], c.before) {
			t.Errorf("%s: %q after %q, %v", c.citation, p.cut(s), p.text[:s.start], err)
		}
	}
	for citation, say := range map[string]string{
		"said":                            "stands 2 times",
		"It is":                           "does not stand",
		"the pie":                         "does not stand",
		"said #3":                         "stands there 2 times",
		"said @9":                         "has sentences 1 to 6",
		"We wait [...] was told. [...] x": "stands 0 times after",
		"Brun @6-3":                       "has sentences 1 to 6",
	} {
		if s, err := p.find(citation, 3); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%s: %v, %v; want %q", citation, s, err, say)
		}
	}
}

func TestNumberedTextKeepsItsParagraphs(t *testing.T) {
	got := pier().numbered()
	if !strings.Contains(got, "  2  May 4, 2031\n\n  3  \"We wait") || !strings.Contains(got, "cold.\"\n  5  Gulls cried.\n\n  6  \"We hope.\"\n") {
		t.Error(got)
	}
}

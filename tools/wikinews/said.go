package main

import (
	"fmt"
	"strconv"
	"strings"
)

// statement is one block of a .said file. An absent cue or source has no spans; so has the content of a no_comment.
type statement struct {
	line                 int // where the block begins in the file
	sentence             int
	source, cue, content []span
	speech, kind         string
	name, role           string
}

var (
	speeches = set("direct mixed indirect")
	kinds    = set("assertion denial no_comment pledge threat forecast order law_change figure appeal")
	fields   = strings.Fields("source cue content speech kind name role")
)

// faults are what a person must mend in a file, a sentence each, with the line.
type faults []string

func (f *faults) add(line int, format string, args ...any) {
	*f = append(*f, fmt.Sprintf("line %d: %s", line, fmt.Sprintf(format, args...)))
}

// readSaid reads a .said file about a page: blocks of "statement N" and "field: value", "-" for what is expressly
// empty, or the one word "none". Lines that begin with # are comments.
func readSaid(p page, file string) ([]statement, faults) {
	var out []statement
	var f faults
	none, given := 0, map[string]bool{}
	finish := func() {
		if len(out) > 0 {
			out[len(out)-1].complete(p, given, &f)
		}
	}
	for i, line := range strings.Split(file, "\n") {
		line = strings.TrimSpace(line)
		n := i + 1
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "" || line[0] == '#':
		case line == "none":
			none = n
		case word == "statement":
			finish()
			given = map[string]bool{}
			sentence, err := strconv.Atoi(rest)
			if err != nil || sentence < 1 || sentence > len(p.sentences) {
				f.add(n, "write \"statement\" and the number of a sentence, 1 to %d", len(p.sentences))
				sentence = 1
			}
			out = append(out, statement{line: n, sentence: sentence})
		case len(out) == 0:
			f.add(n, "begin with \"statement\" and the number of its sentence, or write \"none\"")
		default:
			out[len(out)-1].field(p, n, line, given, &f)
		}
	}
	finish()
	if none > 0 && len(out) > 0 {
		f.add(none, "\"none\" and statements cannot both be; strike one")
	}
	if none == 0 && len(out) == 0 {
		f.add(1, "there is nothing; write \"none\" if the text has no statement")
	}
	return out, f
}

// field takes one "name: value" line into the statement.
func (s *statement) field(p page, line int, text string, given map[string]bool, f *faults) {
	name, value, ok := strings.Cut(text, ":")
	value = strings.TrimSpace(value)
	if !ok || value == "" {
		f.add(line, "write a field, a colon and its value, \"-\" when it is empty")
		return
	}
	if given[name] && name != "content" && name != "cue" {
		f.add(line, "%s is there twice; strike one", name)
		return
	}
	given[name] = true
	switch name {
	case "source":
		s.source = p.cite(s.source, value, s.sentence, line, f)
	case "cue":
		s.cue = p.cite(s.cue, value, s.sentence, line, f)
	case "content":
		s.content = p.cite(s.content, value, s.sentence, line, f)
	case "speech":
		s.speech = one(value, speeches, "direct, mixed or indirect", line, f)
	case "kind":
		s.kind = one(value, kinds, "one of the ten kinds of docs/annotation.md", line, f)
	case "name":
		s.name = p.verbatim(value, line, f)
	case "role":
		s.role = p.verbatim(value, line, f)
	default:
		f.add(line, "%q is no field; there are %s", name, strings.Join(fields, ", "))
	}
}

func (p page) cite(spans []span, citation string, sentence, line int, f *faults) []span {
	if citation == "-" {
		return spans
	}
	s, err := p.find(citation, sentence)
	if err != nil {
		f.add(line, "%v", err)
		return spans
	}
	return append(spans, s)
}

func one(value string, allowed map[string]bool, say string, line int, f *faults) string {
	if !allowed[value] {
		f.add(line, "%q is not %s", value, say)
	}
	return value
}

// verbatim takes a name or role, which must stand somewhere in the text.
func (p page) verbatim(value string, line int, f *faults) string {
	if value == "-" {
		return ""
	}
	if len(p.occurrences(value, span{0, len(p.text)})) == 0 {
		f.add(line, "%q does not stand in the text; cite it, or write \"-\"", value)
	}
	return value
}

// complete looks at a whole statement.
func (s *statement) complete(p page, given map[string]bool, f *faults) {
	for _, name := range fields {
		if !given[name] {
			f.add(s.line, "%s is missing; write it, or \"-\" when there is none", name)
		}
	}
	if given["content"] && len(s.content) == 0 && s.kind != "no_comment" {
		f.add(s.line, "only a no_comment can be without content")
	}
	if given["cue"] && given["content"] && len(s.cue)+len(s.content) == 0 {
		f.add(s.line, "cue and content cannot both be empty; is it a statement?")
	}
	parts := append(append(append([]span{}, s.source...), s.cue...), s.content...)
	for i, a := range parts {
		for _, b := range parts[:i] {
			if a.start < b.end && b.start < a.end {
				f.add(s.line, "%q and %q overlap; cut one", p.cut(b), p.cut(a))
			}
		}
	}
	for _, c := range s.content {
		s.marks(p, c, f)
	}
}

// marks looks at how a piece of content begins and ends.
func (s *statement) marks(p page, c span, f *faults) {
	text := p.cut(c)
	before := strings.TrimSuffix(p.text[:c.start], " ")
	quoted := strings.HasSuffix(p.text[:c.start], `"`) || strings.HasSuffix(p.text[:c.start], "'")
	switch {
	case strings.HasSuffix(text, ",") || strings.HasSuffix(text, ";"):
		f.add(s.line, "content ends in a comma; leave it out")
	case s.speech == "direct" && strings.HasPrefix(text, `"`):
		f.add(s.line, "leave the quotation marks of direct speech out of the content")
	case s.speech == "direct" && !quoted && !strings.HasSuffix(before, ":") && c == s.content[0]:
		f.add(s.line, "it is direct, but no quotation mark or colon stands before the content; is it mixed or indirect?")
	case s.speech == "indirect" && quoted && strings.HasPrefix(p.text[c.end:], p.text[c.start-1:c.start]):
		f.add(s.line, "it is indirect, but the content stands in quotation marks; is it direct?")
	case s.speech != "direct" && strings.HasPrefix(text, "that "):
		f.add(s.line, "leave \"that\" out of the content")
	}
}

func (p page) cut(s span) string { return p.text[s.start:s.end] }

package main

import (
	"fmt"
	"strings"
)

// brat writes standoff lines: T for spans, E for what hangs together, A for attributes, # for notes.
type brat struct {
	strings.Builder
	page  page
	spans int
	attrs int
}

// bound writes a T line and gives its id. Spans are written in characters, as brat counts, with the pieces of a
// discontinuous one parted by semicolons; the end of a line parts a piece too.
func (b *brat) bound(label string, spans []span) string {
	var where, words []string
	for _, s := range b.page.lines(spans) {
		start := len([]rune(b.page.text[:s.start]))
		where = append(where, fmt.Sprintf("%d %d", start, start+len([]rune(b.page.cut(s)))))
		words = append(words, b.page.cut(s))
	}
	b.spans++
	fmt.Fprintf(b, "T%d\t%s %s\t%s\n", b.spans, label, strings.Join(where, ";"), strings.Join(words, " "))
	return fmt.Sprintf("T%d", b.spans)
}

func (b *brat) attribute(name, of, value string) {
	b.attrs++
	fmt.Fprintf(b, "A%d\t%s %s %s\n", b.attrs, name, of, value)
}

// saidAnn writes statements, each an event: Attribution, anchored in its cue, or where there is none in its content.
func saidAnn(p page, statements []statement) string {
	b := brat{page: p}
	notes := 0
	for i, s := range statements {
		event := fmt.Sprintf("E%d", i+1)
		var cue, source, content string
		if s.cue != nil {
			cue = b.bound("Cue", s.cue)
		}
		if s.source != nil {
			source = b.bound("Source", s.source)
		}
		if s.content != nil {
			content = b.bound("Content", s.content)
		}
		switch {
		case cue != "":
			fmt.Fprintf(&b, "%s\tCue:%s", event, cue)
			b.argument("Content", content)
		default:
			fmt.Fprintf(&b, "%s\tContent:%s", event, content)
		}
		b.argument("Source", source)
		b.WriteByte('\n')
		b.attribute("Speech", event, s.speech)
		b.attribute("Kind", event, s.kind)
		for _, note := range [][2]string{{"Name", s.name}, {"Role", s.role}} {
			if note[1] != "" {
				notes++
				fmt.Fprintf(&b, "#%d\t%s %s\t%s\n", notes, note[0], event, note[1])
			}
		}
	}
	return b.String()
}

func (b *brat) argument(role, of string) {
	if of != "" {
		fmt.Fprintf(b, " %s:%s", role, of)
	}
}

// whenAnn writes time expressions: the type is the label, the value a note, because brat's attributes have none of
// their own.
func whenAnn(p page, times []timex) string {
	b := brat{page: p}
	for i, t := range times {
		id := b.bound(t.kind, []span{t.span})
		fmt.Fprintf(&b, "#%d\tValue %s\t%s\n", i+1, id, t.value)
		if t.mod != "" {
			b.attribute("Mod", id, t.mod)
		}
	}
	return b.String()
}

// lines parts spans at the ends of lines.
func (p page) lines(spans []span) []span {
	var out []span
	for _, s := range spans {
		for {
			i := strings.IndexByte(p.cut(s), '\n')
			if i < 0 {
				break
			}
			out = append(out, span{s.start, s.start + i})
			s.start += i
			for p.text[s.start] == '\n' {
				s.start++
			}
		}
		out = append(out, s)
	}
	return out
}

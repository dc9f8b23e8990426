package newsroom

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"sort"

	"livebrief/internal/brief"
)

// turn is a place in a text where a style begins or ends, or where something is put in.
type turn struct {
	at     int
	style  style
	begins bool
	put    string
}

// printText prints the paragraphs of a report with what was found in them.
func printText(out io.Writer, r brief.Reading, p paint) {
	turns := turnsOf(r)
	for _, para := range r.Paragraphs {
		if para.Of(r.Report.Text) == "" {
			continue
		}
		fmt.Fprintln(out)
		var line painted
		base := style(0)
		switch para.Kind {
		case brief.ParaBody:
		case brief.ParaHeadline:
			line.add("headline: ", dim)
			base = bold
		default:
			line.add(string(para.Kind)+": ", dim)
			base = dim
		}
		first := sort.Search(len(turns), func(i int) bool { return turns[i].at >= para.Start })
		paintParagraph(&line, r.Report.Text, para.Span, turns[first:], base)
		p.wrapped(out, &line, 0)
	}
}

// paintParagraph adds a paragraph in the styles that begin and end within it.
func paintParagraph(line *painted, text string, within brief.Span, turns []turn, base style) {
	open := map[style]int{}
	at := within.Start
	for _, t := range turns {
		if t.at > within.End || t.at == within.End && t.begins {
			break
		}
		line.add(text[at:t.at], base|union(open))
		at = t.at
		switch {
		case t.put != "":
			line.add(t.put, dim)
		case t.begins:
			open[t.style]++
		case open[t.style] > 0:
			open[t.style]--
		}
	}
	line.add(text[at:within.End], base|union(open))
}

func union(open map[style]int) (all style) {
	for s, n := range open {
		if n > 0 {
			all |= s
		}
	}
	return all
}

// turnsOf lists where styles begin and end, in the order of the text: at one place first what ends.
func turnsOf(r brief.Reading) []turn {
	var out []turn
	text := r.Report.Text
	mark := func(s brief.Span, as style) {
		if s.Of(text) != "" {
			out = append(out, turn{at: s.Start, style: as, begins: true}, turn{at: s.End, style: as})
		}
	}
	for i, s := range r.Statements {
		mark(s.Speaker.Span, speakerStyle)
		mark(s.Cue.Span, cueStyle)
		for _, m := range s.Content {
			if m.Span.Of(text) != "" {
				mark(m.Span, contentStyle)
				out = append(out, turn{at: m.Start, begins: true, put: fmt.Sprintf("[%d: ", i+1)}, turn{at: m.End, put: "]"})
			}
		}
		for _, t := range s.Terms {
			if !wholeContent(s) {
				mark(t.Span, underlined)
			}
		}
	}
	for _, d := range r.Dates {
		mark(d.Span, dateStyle)
	}
	for _, p := range r.Places {
		mark(p.Span, placeStyle)
	}
	for _, f := range r.Figures {
		mark(f.Span, figureStyle)
	}
	slices.SortStableFunc(out, func(a, b turn) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(rank(a), rank(b)))
	})
	return out
}

// rank orders what happens at one place: styles end, brackets close, brackets open, styles begin.
func rank(t turn) int {
	switch {
	case !t.begins && t.put == "":
		return 0
	case !t.begins:
		return 1
	case t.put != "":
		return 2
	}
	return 3
}

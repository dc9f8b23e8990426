package newsroom

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// colours is the setting of commands that can print in colour.
type colours struct {
	Color string `help:"Colour in the output: auto (on a terminal, unless NO_COLOR is set), always or never." enum:"auto,always,never" default:"auto" env:"LIVEBRIEF_COLOR"`
}

// narrow is the width of what is printed where no terminal says one; narrowest is the least that is kept to.
const (
	narrow    = 80
	narrowest = 40
)

// paint is how to print: in which width, and whether in colour.
type paint struct {
	columns int
	colour  bool
}

// on says how to print on standard output.
func (c *colours) on(std *Streams) paint {
	p := paint{columns: narrow, colour: c.Color == "always"}
	if std.Columns > 0 {
		p.columns = max(std.Columns, narrowest)
		p.colour = p.colour || c.Color == "auto" && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	}
	return p
}

// style is what a stretch of text is, as bits; a stretch can be many things.
type style uint16

// The styles, the one that shows first.
const (
	dim style = 1 << iota
	bold
	underlined
	cueStyle
	speakerStyle
	figureStyle
	dateStyle
	placeStyle
	contentStyle
)

// sgr gives the codes of a terminal for a style. Of the colours the first counts; weight and line come on top.
func (s style) sgr() string {
	var codes []string
	for _, c := range []struct {
		style style
		code  string
	}{{dim, "2"}, {bold | speakerStyle, "1"}, {underlined, "4"}} {
		if s&c.style != 0 {
			codes = append(codes, c.code)
		}
	}
	for _, c := range []struct {
		style style
		code  string
	}{{cueStyle, "33"}, {figureStyle, "35"}, {dateStyle, "36"}, {placeStyle, "34"}, {contentStyle, "32"}} {
		if s&c.style != 0 {
			codes = append(codes, c.code)
			break
		}
	}
	return strings.Join(codes, ";")
}

// painted is a text on one line, with a style for each of its bytes.
type painted struct {
	text   strings.Builder
	styles []style
}

// add appends a stretch, every run of blanks as one, and what a terminal would obey in a form that it shows.
func (p *painted) add(text string, s style) {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		shown := text[at : at+size]
		switch {
		case unicode.IsSpace(r):
			if p.text.Len() == 0 || strings.HasSuffix(p.text.String(), " ") {
				shown = ""
			} else {
				shown = " "
			}
		case r == utf8.RuneError && size == 1:
			shown = fmt.Sprintf(`\x%02x`, text[at])
		case commands(r):
			shown = fmt.Sprintf(`\u%04x`, r)
			if r < 0x100 {
				shown = fmt.Sprintf(`\x%02x`, r)
			}
		}
		p.text.WriteString(shown)
		for range len(shown) {
			p.styles = append(p.styles, s)
		}
		at += size
	}
}

// commands tells the characters that a terminal obeys, or that turn the direction of what stands around them.
func commands(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// printable gives a text of somebody else on one line, safe for a terminal.
func printable(text string) string {
	var p painted
	p.add(text, 0)
	return strings.TrimSuffix(p.text.String(), " ")
}

// lines breaks the text into lines of at most so many columns, where a line may end; what is longer is cut.
func (p *painted) lines(columns int) [][2]int {
	text := strings.TrimSuffix(p.text.String(), " ")
	var out [][2]int
	start, end, width := 0, 0, 0
	state := -1
	for rest := text; rest != ""; {
		var segment string
		segment, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		from := len(text) - len(rest) - len(segment)
		w := uniseg.StringWidth(strings.TrimRight(segment, " "))
		if width+w > columns && end > start {
			out = append(out, [2]int{start, end})
			start, width = from, 0
		}
		for w > columns {
			cut := graphemes(text[from:], columns)
			out = append(out, [2]int{from, from + cut})
			w -= uniseg.StringWidth(text[from : from+cut])
			from += cut
			start, segment = from, segment[cut:]
		}
		width += uniseg.StringWidth(segment)
		end = from + len(segment)
	}
	if end > start {
		out = append(out, [2]int{start, end})
	}
	return out
}

// graphemes gives the bytes of the characters that fit into so many columns, of one at least.
func graphemes(text string, columns int) int {
	n, width, state := 0, 0, -1
	for rest := text; rest != ""; {
		var c string
		var w int
		c, rest, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if width+w > columns && n > 0 {
			break
		}
		n, width = n+len(c), width+w
	}
	return n
}

// write writes a part of the text in its styles.
func (p *painted) write(out io.Writer, part [2]int, colour bool) {
	text := strings.TrimRight(p.text.String()[part[0]:part[1]], " ")
	for at := 0; at < len(text); {
		s, end := p.styles[part[0]+at], at+1
		for end < len(text) && p.styles[part[0]+end] == s {
			end++
		}
		if codes := s.sgr(); colour && codes != "" {
			fmt.Fprintf(out, "\x1b[%sm%s\x1b[0m", codes, text[at:end])
		} else {
			io.WriteString(out, text[at:end])
		}
		at = end
	}
}

// wrapped writes a text in lines of the width that is left behind an indent.
func (p paint) wrapped(out io.Writer, text *painted, indent int) {
	for _, line := range text.lines(p.columns - indent) {
		fmt.Fprint(out, strings.Repeat(" ", indent))
		text.write(out, line, p.colour)
		fmt.Fprintln(out)
	}
}

// say writes a text in one style, wrapped.
func (p paint) say(out io.Writer, text string, s style, indent int) {
	var t painted
	t.add(text, s)
	p.wrapped(out, &t, indent)
}

// table writes rows below a heading in columns that are as wide as what stands in them, the last as wide as is left. Cells
// that are wider than their column go on in the next line.
func (p paint) table(out io.Writer, heading []string, rows [][]string) {
	p.tableWith(out, heading, rows, func(int) {})
}

// tableWith writes a table, and below each row what below writes.
func (p paint) tableWith(out io.Writer, heading []string, rows [][]string, below func(row int)) {
	cells := make([][]painted, len(rows)+1)
	widths := make([]int, len(heading))
	for i, row := range append([][]string{heading}, rows...) {
		cells[i] = make([]painted, len(heading))
		for j, text := range row {
			s := style(0)
			if i == 0 {
				s = dim
			}
			cells[i][j].add(text, s)
			widths[j] = max(widths[j], uniseg.StringWidth(cells[i][j].text.String()))
		}
	}
	p.fit(widths)
	for i, row := range cells {
		p.row(out, row, widths)
		if i > 0 {
			below(i - 1)
		}
	}
}

// gap is what stands between two columns.
const gap = 2

// fit makes the columns as wide as the line allows: the widest give way first.
func (p paint) fit(widths []int) {
	for {
		sum, widest := gap*(len(widths)-1), 0
		for j, w := range widths {
			sum += w
			if w > widths[widest] {
				widest = j
			}
		}
		if sum <= p.columns || widths[widest] <= 8 {
			return
		}
		widths[widest] -= min(sum-p.columns, widths[widest]-8, max(1, widths[widest]/4))
	}
}

func (p paint) row(out io.Writer, row []painted, widths []int) {
	lines := make([][][2]int, len(row))
	height := 1
	for j := range row {
		lines[j] = row[j].lines(max(widths[j], 1))
		height = max(height, len(lines[j]))
	}
	for i := range height {
		pad := 0
		for j := range row {
			if i < len(lines[j]) {
				fmt.Fprint(out, strings.Repeat(" ", pad))
				pad = 0
				row[j].write(out, lines[j][i], p.colour)
				text := row[j].text.String()[lines[j][i][0]:lines[j][i][1]]
				pad = -uniseg.StringWidth(strings.TrimRight(text, " "))
			}
			pad += widths[j] + gap
		}
		fmt.Fprintln(out)
	}
}

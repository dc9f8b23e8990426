package newsroom

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/web"
)

// printReading prints a reading for people: the text with what was found in it, then the findings in tables. What a
// statement says stands in brackets with the statement's number, so that nothing is lost without colour.
func printReading(out io.Writer, r brief.Reading, p paint, explain bool) {
	if title := r.Heading(); title != "" {
		p.say(out, title, bold, 0)
	}
	about := []string{r.Report.Source, "", "language " + cmp.Or(r.Report.Language, "unknown"), "track " + cmp.Or(r.Track, "none")}
	if r.Kind != "" {
		about = append(about, "kind "+strings.ReplaceAll(string(r.Kind), "_", " "))
	}
	if explain {
		about = append(about, "rules "+cmp.Or(r.Rules, "unknown"))
	}
	if !r.Report.Published.IsZero() {
		about[1] = "published " + r.Report.Published.UTC().Format(time.RFC3339)
	}
	p.say(out, strings.Join(slices.DeleteFunc(about, func(s string) bool { return s == "" }), ", "), dim, 0)
	printText(out, r, p)
	printStatements(out, r.Statements, p, explain)
	listing := func(name string, heading []string, rows [][]string, rules []string) {
		if len(rows) == 0 {
			return
		}
		if explain {
			heading = append(heading, "rule")
			for i := range rows {
				rows[i] = append(rows[i], rules[i])
			}
		}
		printHeading(out, name, p)
		p.table(out, heading, once(rows))
	}
	rows, rules := decidingRows(r)
	if explain {
		listing("Track and kind", []string{"for", "weight", "text"}, rows, rules)
	}
	rows, rules = dateRows(r.Dates)
	listing("Dates", []string{"value", "type", "mod", "text"}, rows, rules)
	rows, rules = placeRows(r.Places)
	listing("Places", []string{"place", "position", "text"}, rows, rules)
	rows, rules = figureRows(r.Figures)
	listing("Figures", []string{"value", "unit", "of", "by", "text"}, rows, rules)
	rows, rules = elsewhereRows(r)
	listing("Leads elsewhere", []string{"bytes", "what"}, rows, rules)
	for _, w := range r.Warnings {
		fmt.Fprintln(out)
		p.say(out, "warning: "+w, 0, 0)
	}
}

// once leaves out rows that say the same as one before.
func once(rows [][]string) [][]string {
	had := map[string]bool{}
	return slices.DeleteFunc(rows, func(row []string) bool {
		key := strings.Join(row, "\x00")
		again := had[key]
		had[key] = true
		return again
	})
}

func printHeading(out io.Writer, name string, p paint) {
	fmt.Fprintln(out)
	p.say(out, name, bold, 0)
}

// printStatements prints who said what: a line of what a statement is, below it what was said, its terms, and what it hangs
// on.
func printStatements(out io.Writer, list []brief.ReadStatement, p paint, explain bool) {
	if len(list) == 0 {
		return
	}
	printHeading(out, "Statements", p)
	rows := make([][]string, len(list))
	for i, s := range list {
		rows[i] = []string{strconv.Itoa(i + 1), who(s), strings.ReplaceAll(string(s.Kind), "_", " "), s.Speech + ", " + s.Modality, cmp.Or(strings.TrimSpace(strings.ToLower(s.SaidOn.Mod)+" "+s.SaidOn.Value), "-")}
	}
	below := func(i int) {
		s := list[i]
		for _, m := range s.Content {
			p.say(out, m.Text, contentStyle, 4)
		}
		for j, t := range s.Terms {
			hangs := termHangs(t)
			switch {
			case len(s.Terms) > 1 || !wholeContent(s):
				p.say(out, fmt.Sprintf("term %d: %s", j+1, strings.Join(append([]string{t.Text}, hangs...), "; ")), 0, 4)
			case len(hangs) > 0:
				p.say(out, strings.Join(hangs, "; "), 0, 4)
			}
		}
		var more []string
		for _, m := range [][2]string{{"to ", s.Addressee}, {"by way of ", s.Outlet.Name}, {"in ", s.Language}} {
			if m[1] != "" {
				more = append(more, m[0]+m[1])
			}
		}
		if explain {
			more = append(more, "rule "+s.Rule)
		}
		if len(more) > 0 {
			p.say(out, strings.Join(more, ", "), dim, 4)
		}
	}
	p.tableWith(out, []string{"#", "who", "kind", "speech", "said on"}, rows, below)
}

// who names a speaker with the role, as far as both are known.
func who(s brief.ReadStatement) string {
	return cmp.Or(strings.Trim(s.Speaker.Name+", "+s.Speaker.Role, ", "), "nobody named")
}

// wholeContent tells whether a statement has one term, and it is all that is said.
func wholeContent(s brief.ReadStatement) bool {
	return len(s.Terms) == 1 && len(s.Content) == 1 && s.Terms[0].Span == s.Content[0].Span
}

// termHangs says when a term is due, and which penalty it sets.
func termHangs(t brief.ReadTerm) (out []string) {
	if due := web.Window(t.Due); due != "" {
		out = append(out, fmt.Sprintf("due %s (%s)", due, t.Due.Rule))
	}
	if p := t.Penalty; p.Min != "" || p.Max != "" {
		out = append(out, fmt.Sprintf("penalty %s %s", between(p.Min, p.Max), p.Unit))
	}
	return out
}

// between gives one number, or the range between two; an end that is open is left out.
func between(low, high string) string {
	switch {
	case low == high:
		return low
	case low == "":
		return "up to " + high
	case high == "":
		return "at least " + low
	}
	return low + " to " + high
}

func dateRows(list []brief.ReadDate) (rows [][]string, rules []string) {
	for _, d := range list {
		rows, rules = append(rows, []string{d.Value, d.Type, cmp.Or(d.Mod, "-"), d.Text}), append(rules, d.Rule)
	}
	return rows, rules
}

func placeRows(list []brief.ReadPlace) (rows [][]string, rules []string) {
	for _, p := range list {
		position := "open"
		if p.Located() {
			position = fmt.Sprintf("%.3f %.3f", p.Lat, p.Lon)
		}
		rows, rules = append(rows, []string{strings.TrimSpace(p.Name + " " + p.Country), position, p.Text}), append(rules, p.Rule)
	}
	return rows, rules
}

func figureRows(list []brief.ReadFigure) (rows [][]string, rules []string) {
	for _, f := range list {
		value := f.Value
		if f.Low != f.High || value == "" {
			value = strings.TrimSpace(value + " (" + between(f.Low, f.High) + ")")
		}
		value = strings.TrimSpace(f.Qualifier + " " + value)
		rows = append(rows, []string{value, cmp.Or(f.Unit, "-"), cmp.Or(strings.ReplaceAll(f.Of, "_", " "), "-"), cmp.Or(f.By, "-"), f.Text})
		rules = append(rules, f.Rule)
	}
	return rows, rules
}

// decidingRows lists the words that decided the track and the kind.
func decidingRows(r brief.Reading) (rows [][]string, rules []string) {
	for _, w := range r.Deciding {
		rows = append(rows, []string{cmp.Or(w.Track, string(r.Kind)), strconv.Itoa(w.Weight), w.Text})
		rules = append(rules, w.Rule)
	}
	return rows, rules
}

// elsewhereRows lists what leads to other stories, and what advertises.
func elsewhereRows(r brief.Reading) (rows [][]string, rules []string) {
	for _, s := range r.SeeAlso {
		rows, rules = append(rows, []string{fmt.Sprintf("%d-%d", s.Start, s.End), "see also: " + s.Title}), append(rules, s.Rule)
	}
	for _, b := range r.Promos {
		rows, rules = append(rows, []string{fmt.Sprintf("%d-%d", b.Start, b.End), "promotion"}), append(rules, b.Rule)
	}
	return rows, rules
}

package reading

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"livebrief/internal/brief"
	"livebrief/internal/reading/pattern"
	"livebrief/internal/reading/register"
)

// TestReportsAreReadAsTheirCasesSay runs testdata/*.txtar. Each case is three files: NAME/text is the report,
// NAME/with its settings (may be missing; "escapes: yes" makes \r, \n and \uXXXX of the text real), and NAME/want
// what is read, one finding a line. Only the kinds of line that occur in want are compared; "X none" says that
// there is none of kind X.
func TestReportsAreReadAsTheirCasesSay(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	cases := 0
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parts := map[string]string{}
		var names []string
		for _, f := range a.Files {
			parts[f.Name] = string(f.Data)
			if name, ok := strings.CutSuffix(f.Name, "/want"); ok {
				names = append(names, name)
			}
		}
		for _, name := range names {
			cases++
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+name, func(t *testing.T) {
				runCase(t, parts[name+"/text"], parts[name+"/with"], parts[name+"/want"])
			})
		}
	}
	if cases < 30 {
		t.Errorf("%d cases; there were 30 or more", cases)
	}
}

func runCase(t *testing.T, text, with, want string) {
	t.Helper()
	r, o := settings(t, text, with)
	shown := map[byte]bool{}
	for line := range strings.Lines(want) {
		shown[line[0]] = true
	}
	got := Read(r, o)
	checkSpans(t, got)
	if lines := render(got, shown); lines != want {
		t.Errorf("read\n%s\nwant\n%s", lines, want)
	}
}

// settings makes what is read of the text of a case and its settings.
func settings(t *testing.T, text, with string) (brief.ReadReport, Options) {
	t.Helper()
	r, o := brief.ReadReport{Text: strings.TrimSuffix(text, "\n")}, Options{}
	for line := range strings.Lines(with) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "published":
			at, err := time.Parse(time.DateOnly, value)
			if err != nil {
				t.Fatal(err)
			}
			r.Published = at.Add(12 * time.Hour)
		case "title":
			r.Title = value
		case "anchor":
			o.Anchor = value
		case "names":
			names, err := register.Default().With(strings.ReplaceAll(value, " | ", "\n"))
			if err != nil {
				t.Fatal(err)
			}
			o.Names = names
		case "template":
			o.Tracks = pattern.For(value, nil)
		case "tracks":
			tracks, err := pattern.Default().With(strings.ReplaceAll(value, " | ", "\n"), nil)
			if err != nil {
				t.Fatal(err)
			}
			o.Tracks = tracks
		case "escapes":
			r.Text = strings.NewReplacer(`\r`, "\r", `\n`, "\n", `\uFEFF`, "\uFEFF", `\u200B`, "\u200B", `\u00A0`, "\u00A0").Replace(r.Text)
		default:
			t.Fatalf("unknown setting %q", line)
		}
	}
	return r, o
}

// render writes the kinds of finding that are shown, one a line.
func render(r brief.Reading, shown map[byte]bool) string {
	var b strings.Builder
	text := r.Report.Text
	add := func(kind byte, n int, line func(i int) string) {
		if !shown[kind] && !(kind == 'Q' && (shown['>'] || shown['*'])) {
			return
		}
		for i := range n {
			fmt.Fprintf(&b, "%c %s\n", kind, line(i))
		}
		if n == 0 {
			fmt.Fprintf(&b, "%c none\n", kind)
		}
	}
	add('P', len(r.Paragraphs), func(i int) string {
		return string(r.Paragraphs[i].Kind) + " " + r.Paragraphs[i].Rule + ": " + oneLine(r.Paragraphs[i].Of(text))
	})
	add('S', len(r.Sentences), func(i int) string { return oneLine(r.Sentences[i].Of(text)) })
	add('D', len(r.Dates), func(i int) string {
		d := r.Dates[i]
		return strings.Join(strings.Fields(fmt.Sprintf("%q %s %s %s %s", d.Text, d.Type, d.Value, d.Mod, d.Rule)), " ")
	})
	add('F', len(r.Figures), func(i int) string {
		x := r.Figures[i]
		kept := ""
		if x.Qualifier != "" {
			kept = "(" + x.Qualifier + ")"
		}
		return strings.Join(strings.Fields(fmt.Sprintf("%q = %s [%s..%s] %s %s of %s by %s %s", x.Text, x.Value, x.Low, x.High, kept, x.Unit, x.Of, x.By, x.Rule)), " ")
	})
	add('G', len(r.Places), func(i int) string {
		p := r.Places[i]
		return strings.Join(strings.Fields(fmt.Sprintf("%q = %s %s %.1f %.1f %s", p.Text, p.Name, p.Country, p.Lat, p.Lon, p.Rule)), " ")
	})
	add('Q', len(r.Statements), func(i int) string { return renderStatement(r.Statements[i], text) })
	add('A', len(r.SeeAlso), func(i int) string { return r.SeeAlso[i].Title })
	add('X', len(r.Promos), func(i int) string { return r.Promos[i].Rule + ": " + oneLine(r.Promos[i].Of(text)) })
	add('W', len(r.Warnings), func(i int) string { return r.Warnings[i] })
	add('L', 1, func(int) string { return r.Report.Language })
	add('T', 1, func(int) string { return r.Track })
	add('K', 1, func(int) string { return string(r.Kind) })
	add('Y', len(r.Deciding), func(i int) string {
		y := r.Deciding[i]
		return strings.Join(strings.Fields(fmt.Sprintf("%q %s %d %s", y.Text, y.Track, y.Weight, y.Rule)), " ")
	})
	return b.String()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// renderStatement gives a statement as `kind speech [hedged] rule: "mention" = Name, Role | cue | on to lang`, its
// content and its terms on lines of their own.
func renderStatement(s brief.ReadStatement, text string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s ", s.Kind, s.Speech)
	if s.Modality == "hedged" {
		b.WriteString("hedged ")
	}
	fmt.Fprintf(&b, "%s: %q = %s, %s | %s", s.Rule, s.Speaker.Of(text), s.Speaker.Name, s.Speaker.Role, s.Cue.Text)
	for _, more := range [][2]string{{"on", s.SaidOn.Value}, {"to", s.Addressee}, {"in", s.Language}, {"outlet", s.Outlet.Name}} {
		if more[1] != "" {
			fmt.Fprintf(&b, " | %s %s", more[0], more[1])
		}
	}
	line := oneLine(b.String())
	b.Reset()
	b.WriteString(line)
	for _, c := range s.Content {
		fmt.Fprintf(&b, "\n> %s", oneLine(c.Text))
	}
	for _, term := range s.Terms {
		fmt.Fprintf(&b, "\n* %s", oneLine(term.Text))
		if term.Due.Rule != "" {
			fmt.Fprintf(&b, " [%s..%s %s]", term.Due.From, term.Due.To, term.Due.Rule)
		}
		if term.Penalty.Max != "" {
			fmt.Fprintf(&b, " [%s..%s %s]", term.Penalty.Min, term.Penalty.Max, term.Penalty.Unit)
		}
	}
	return b.String()
}

package reading

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"livebrief/internal/brief"
)

// TestNoTwoStatementsAreOne reads every case and every development text: cues lie apart, none has its content twice, and the
// contents of two lie in each other only in chains, where the inner one's cue lies in the outer as well, and its speaker is another
// mention.
func TestNoTwoStatementsAreOne(t *testing.T) {
	texts := map[string]string{}
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			if strings.HasSuffix(f.Name, "/text") {
				texts[filepath.Base(file)+"/"+f.Name] = string(f.Data)
			}
		}
	}
	for i, text := range developmentTexts(t) {
		texts["wikinews "+string(rune('0'+i%10))+text[:min(20, len(text))]] = text
	}
	if shared := os.Getenv("LIVEBRIEF_SHARED"); shared != "" {
		for _, name := range []string{guaranteesReport, forecastReport} {
			raw, err := os.ReadFile(filepath.Join(shared, "reports", name))
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = string(raw)
		}
	}
	for name, text := range texts {
		read := Read(brief.ReadReport{Text: text, Published: time.Date(2031, 3, 1, 0, 0, 0, 0, time.UTC)}, Options{}).Statements
		for i, a := range read {
			for _, b := range read[i+1:] {
				checkApart(t, name, a, b)
			}
		}
	}
}

// checkApart tells whether two statements are two.
func checkApart(t *testing.T, name string, a, b brief.ReadStatement) {
	t.Helper()
	meet := func(x, y brief.Span) bool { return x.Start < y.End && y.Start < x.End }
	holds := func(x, y brief.Span) bool { return x.Start <= y.Start && y.End <= x.End }
	if meet(a.Cue.Span, b.Cue.Span) {
		t.Errorf("%s: two statements have the cue %q at %d", name, a.Cue.Text, a.Cue.Start)
	}
	for _, x := range a.Content {
		for _, y := range b.Content {
			if !meet(x.Span, y.Span) {
				continue
			}
			chain := holds(x.Span, y.Span) && holds(x.Span, b.Cue.Span) || holds(y.Span, x.Span) && holds(y.Span, a.Cue.Span)
			if same := a.Speaker.Span == b.Speaker.Span && a.Speaker.End > 0; x.Span == y.Span || !chain || same {
				t.Errorf("%s: %q and %q lie in each other; their cues are at %d and %d", name, x.Text, y.Text, a.Cue.Start, b.Cue.Start)
			}
		}
	}
}

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

// TestNoTwoStatementsAreOne reads every case and every development text: no two statements share a cue, and none has its
// content twice.
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
		cues := map[brief.Span]bool{}
		contents := map[brief.Span]brief.Span{}
		for _, s := range Read(brief.ReadReport{Text: text, Published: time.Date(2031, 3, 1, 0, 0, 0, 0, time.UTC)}, Options{}).Statements {
			if s.Cue.Start < s.Cue.End && cues[s.Cue.Span] {
				t.Errorf("%s: two statements have the cue %q at %d", name, s.Cue.Text, s.Cue.Start)
			}
			cues[s.Cue.Span] = true
			for _, c := range s.Content {
				if other, twice := contents[c.Span]; twice {
					t.Errorf("%s: the content %q belongs to the cues at %d and %d", name, c.Text, other.Start, s.Cue.Start)
				}
				contents[c.Span] = s.Cue.Span
			}
		}
	}
}

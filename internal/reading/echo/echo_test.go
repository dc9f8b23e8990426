package echo

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"livebrief/internal/brief"
)

// TestCopiesAreProposedAsTheirCasesSay runs testdata/*.txtar; the comment of the file tells its form.
func TestCopiesAreProposedAsTheirCasesSay(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for len(a.Files) > 0 {
			name, _, _ := strings.Cut(a.Files[0].Name, "/")
			n := 0
			for n < len(a.Files) && strings.HasPrefix(a.Files[n].Name, name+"/") {
				n++
			}
			t.Run(name, func(t *testing.T) { runCase(t, a.Files[:n-1], string(a.Files[n-1].Data)) })
			a.Files = a.Files[n:]
		}
	}
}

func runCase(t *testing.T, files []txtar.File, want string) {
	x, texts := New(Window{}), map[brief.ReportID]string{}
	var got strings.Builder
	for _, f := range files {
		_, name, _ := strings.Cut(f.Name, "/")
		name, day, dated := strings.Cut(name, "@")
		var published time.Time
		if dated {
			var err error
			if published, err = time.Parse(time.DateOnly, day); err != nil {
				t.Fatal(err)
			}
		}
		id := brief.ReportID(name)
		texts[id] = string(f.Data)
		for _, p := range x.Add(id, texts[id], published) {
			checkProposal(t, p, texts[id], texts[p.ID])
			fmt.Fprintf(&got, "%s: %s %s", id, p.Kind, p.ID)
			if p.Kind != Story {
				fmt.Fprintf(&got, " %.2f", p.Similarity)
			}
			for _, c := range p.Changed {
				fmt.Fprintf(&got, ", there %s here %s", c.There.Text, c.Here.Text)
			}
			if !p.Later {
				got.WriteString(", earlier")
			}
			got.WriteString("\n")
		}
	}
	if got.String() != want {
		t.Errorf("proposed\n%swant\n%s", got.String(), want)
	}
}

// checkProposal holds what is true of every proposal: shares from 0 to 1, spans within their texts, in the order of
// this one, and the text of a mention is that of its span.
func checkProposal(t interface {
	Helper()
	Errorf(string, ...any)
}, p Proposal, here, there string) {
	t.Helper()
	if !(p.Similarity >= 0 && p.Similarity <= 1 && p.Containment >= 0 && p.Containment <= 1) {
		t.Errorf("%s: similarity %v and containment %v are no shares", p.Kind, p.Similarity, p.Containment)
	}
	inside := func(s brief.Span, text string) bool { return 0 <= s.Start && s.Start < s.End && s.End <= len(text) }
	end := 0
	for _, s := range p.Shared {
		if !inside(s.Here, here) || !inside(s.There, there) || s.Here.Start < end {
			t.Errorf("%s: shared %v is not in its texts, or not behind %d", p.Kind, s, end)
			return
		}
		if end = s.Here.End; p.Kind == Story {
			end = s.Here.Start
		}
	}
	for _, c := range p.Changed {
		if !inside(c.Here.Span, here) || !inside(c.There.Span, there) || c.Here.Of(here) != c.Here.Text || c.There.Of(there) != c.There.Text {
			t.Errorf("%s: changed %v is not in its texts", p.Kind, c)
		}
	}
}

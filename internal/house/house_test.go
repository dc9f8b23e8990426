package house

import (
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestHouseKeepsItsRules walks the real module.
func TestHouseKeepsItsRules(t *testing.T) {
	root := os.DirFS("../..")
	breaches, err := Inspect(root, "livebrief")
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	fs.WalkDir(root, "internal", func(name string, d fs.DirEntry, err error) error {
		if strings.HasSuffix(name, ".go") {
			files++
		}
		return err
	})
	if files < 10 {
		t.Fatalf("only %d Go files found: the test looks at the wrong place", files)
	}
	for _, b := range breaches {
		if b.Soft {
			t.Logf("over budget: %s", b)
			continue
		}
		t.Error(b)
	}
}

// TestEveryRuleCanFail seeds one breach a case and demands that it is found, and nothing else.
func TestEveryRuleCanFail(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files := fstest.MapFS{}
			for _, f := range archive.Files {
				files[f.Name] = &fstest.MapFile{Data: grow(f.Data)}
			}
			breaches, err := Inspect(files, "livebrief")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, b := range breaches {
				if !b.Soft {
					got = append(got, b.String())
				}
			}
			want := strings.TrimSpace(string(archive.Comment))
			if strings.Join(got, "\n") != want {
				t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), want)
			}
		})
	}
}

// grow turns the line "// 700 lines" into that many, so that a case of a long file stays short.
func grow(data []byte) []byte {
	long := strings.Repeat("//\n", 700)
	return []byte(strings.ReplaceAll(string(data), "// 700 lines\n", long))
}

// TestTheProgramMakesNoTablesOfDates keeps out of the program what makes 80 MB before its first line, whichever library asks for it.
func TestTheProgramMakesNoTablesOfDates(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "./cmd/livebrief")
	list.Dir = "../.."
	out, err := list.Output()
	if err != nil {
		t.Fatalf("listing what the program is made of: %v", err)
	}
	if packages := string(out); !strings.Contains(packages, "go-trafilatura") || strings.Contains(packages, "go-dateparser") {
		t.Errorf("go-dateparser is among the %d packages of the program, or go-trafilatura is not", strings.Count(packages, "\n"))
	}
}

// TestArchitectureHasEveryRoom reads the table of rooms that people read, and holds it to the plan that the walk uses.
func TestArchitectureHasEveryRoom(t *testing.T) {
	text, err := os.ReadFile("../../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	written := map[string]int{}
	for _, row := range regexp.MustCompile("(?m)^\\| (\\d) \\| `([a-z/]+)` \\|").FindAllStringSubmatch(string(text), -1) {
		if _, twice := written[row[2]]; twice {
			t.Errorf("%s stands twice in the table", row[2])
		}
		written[row[2]], _ = strconv.Atoi(row[1])
	}
	want := map[string]int{"cmd/livebrief": topRank}
	for name, r := range plan {
		want[name] = r.rank
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got, is := written[name]; !is || got != want[name] {
			t.Errorf("the plan has %s at rank %d, ARCHITECTURE.md says %d (there: %v)", name, want[name], got, is)
		}
	}
	for name := range written {
		if _, is := want[name]; !is {
			t.Errorf("ARCHITECTURE.md has %s, the plan has no such room", name)
		}
	}
}

package house

import (
	"io/fs"
	"os"
	"path/filepath"
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

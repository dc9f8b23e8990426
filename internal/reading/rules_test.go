package reading

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"livebrief/internal/brief"
)

var update = flag.Bool("update", false, "write testdata/rules.golden anew")

// goldenRules holds the name of the rules in its first line, then for each case of testdata a hash of its text with its
// settings, a hash of what is read in it, and its name.
const goldenRules = "testdata/rules.golden"

// TestRulesAreNamedAnew fails when other things are read in a case under the same name of the rules. Then change Rules,
// and run `go test ./internal/reading -run TestRulesAreNamedAnew -update`. Cases that are new or changed are held from
// the next update on.
func TestRulesAreNamedAnew(t *testing.T) {
	now := hashCases(t)
	raw, err := os.ReadFile(goldenRules)
	if err != nil && !*update {
		t.Fatal(err)
	}
	name, before := parseGolden(string(raw))
	switch differ := differing(before, now); {
	case len(differ) == 0 && name == Rules && !*update:
	case len(differ) > 0 && name == Rules:
		t.Fatalf("rules that still have the name %q read %d cases in another way: give Rules in rules.go another name, then run with -update. The first of the cases: %s",
			Rules, len(differ), strings.Join(differ[:min(len(differ), 20)], ", "))
	case *update:
		writeGolden(t, now)
	default:
		t.Fatalf("%s is of the rules %q, and these are %q: run with -update", goldenRules, name, Rules)
	}
}

// caseHash is one case: its name, and a hash of what is read in it.
type caseHash struct{ name, read string }

// hashCases hashes what is read in each case, but for the name of the rules, by a hash of what is given to read.
func hashCases(t *testing.T) map[string]caseHash {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	out := map[string]caseHash{}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parts := map[string]string{}
		for _, f := range a.Files {
			parts[f.Name] = string(f.Data)
		}
		for name, text := range parts {
			base, ok := strings.CutSuffix(name, "/text")
			if !ok {
				continue
			}
			r, o := settings(t, text, parts[base+"/with"])
			got := Read(r, o)
			got.Rules = ""
			raw, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			out[shortHash(parts[base+"/with"]+"\x00"+text)] = caseHash{filepath.Base(file) + "/" + base, shortHash(string(raw))}
		}
	}
	return out
}

func shortHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("%x", sum[:6])
}

func parseGolden(text string) (name string, cases map[string]caseHash) {
	cases = map[string]caseHash{}
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if i == 0 {
			name = strings.TrimPrefix(line, "rules ")
		} else if f := strings.SplitN(line, " ", 3); len(f) == 3 {
			cases[f[0]] = caseHash{f[2], f[1]}
		}
	}
	return name, cases
}

// differing names the cases in which other things are read than before.
func differing(before, now map[string]caseHash) (names []string) {
	for given, c := range before {
		if read, still := now[given]; still && read.read != c.read {
			names = append(names, c.name)
		}
	}
	slices.Sort(names)
	return names
}

func writeGolden(t *testing.T, cases map[string]caseHash) {
	t.Helper()
	lines := make([]string, 0, len(cases))
	for given, c := range cases {
		lines = append(lines, given+" "+c.read+" "+c.name+"\n")
	}
	slices.SortFunc(lines, func(a, b string) int {
		return strings.Compare(strings.SplitN(a, " ", 3)[2]+a, strings.SplitN(b, " ", 3)[2]+b)
	})
	if err := os.WriteFile(goldenRules, []byte("rules "+Rules+"\n"+strings.Join(lines, "")), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestReadingSaysByWhichRules, also of a text that is not read.
func TestReadingSaysByWhichRules(t *testing.T) {
	for _, text := range []string{"", "Rain fell.", "\xff"} {
		if got := Read(brief.ReadReport{Text: text}, Options{}); got.Rules != Rules {
			t.Errorf("the reading of %q is by the rules %q", text, got.Rules)
		}
	}
}

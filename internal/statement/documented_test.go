package statement

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// section gives a part of docs/statements.md by its heading.
func section(t *testing.T, heading string) string {
	t.Helper()
	raw, err := os.ReadFile("../../docs/statements.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(raw), "\n## "+heading+"\n")
	if !ok {
		t.Fatalf("docs/statements.md has no part %q", heading)
	}
	part, _, _ := strings.Cut(rest, "\n## ")
	return part
}

// rulesOfCode reads the names of the rules where they are declared.
func rulesOfCode(t *testing.T) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "rules.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(f, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
			name, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, name)
		}
		return true
	})
	return names
}

func TestEveryRuleIsWrittenDown(t *testing.T) {
	var written []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\|").FindAllStringSubmatch(section(t, "Rules"), -1) {
		written = append(written, row[1])
	}
	code := rulesOfCode(t)
	slices.Sort(written)
	slices.Sort(code)
	if len(code) == 0 || !slices.Equal(written, code) {
		t.Errorf("docs/statements.md has\n%v\nthe code has\n%v", written, code)
	}
}

func TestEveryVerdictIsWrittenDown(t *testing.T) {
	word := regexp.MustCompile("`([a-z_]+)`")
	kinds := map[brief.DevelopmentKind]bool{}
	for row := range strings.SplitSeq(section(t, "Verdicts"), "\n") {
		left, right, ok := strings.Cut(strings.TrimPrefix(row, "| "), " | ")
		if !ok || !strings.HasPrefix(left, "`") {
			continue
		}
		var written []brief.Verdict
		for _, w := range word.FindAllStringSubmatch(right, -1) {
			written = append(written, brief.Verdict(w[1]))
		}
		for _, k := range word.FindAllStringSubmatch(left, -1) {
			kind := brief.DevelopmentKind(k[1])
			kinds[kind] = true
			if code := VerdictsOf(kind); !slices.Equal(written, code) {
				t.Errorf("of a %s docs/statements.md has\n%v\nthe code has\n%v", kind, written, code)
			}
		}
	}
	for _, kind := range Kinds {
		if !kinds[kind] {
			t.Errorf("docs/statements.md says nothing of the verdicts on %s", kind)
		}
	}
}

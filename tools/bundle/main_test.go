package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

const first = "../live/src/main.ts"

// each runs a test for both scripts.
func each(t *testing.T, test func(t *testing.T, from, to string)) {
	for from, to := range scripts {
		t.Run(filepath.Base(to), func(t *testing.T) { test(t, "../"+from, "../"+to) })
	}
}

func TestCommittedScriptsAreWhatTheModulesMake(t *testing.T) {
	each(t, func(t *testing.T, from, to string) {
		if err := run(from, to, true); err != nil {
			t.Error(err)
		}
	})
}

func TestDriftIsFound(t *testing.T) {
	other := filepath.Join(t.TempDir(), "live.js")
	if err := run(first, other, true); err == nil {
		t.Error("a file that is not there passed")
	}
	if err := os.WriteFile(other, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := run(first, other, true); err == nil {
		t.Error("an old file passed")
	}
	if err := run(first, other, false); err != nil {
		t.Fatal(err)
	}
	if err := run(first, other, true); err != nil {
		t.Error(err)
	}
}

func TestScriptsKeepTheirBudgets(t *testing.T) {
	budgets := map[string]int{"live.js": 8 << 10, "map.js": 14 << 10, "numbers.js": 5 << 10}
	each(t, func(t *testing.T, from, to string) {
		body, err := bundle(from)
		if err != nil {
			t.Fatal(err)
		}
		if n, most := compressed(body), budgets[filepath.Base(to)]; n > most {
			t.Errorf("%d bytes compressed, at most %d are allowed", n, most)
		} else {
			t.Logf("%d bytes, %d compressed", len(body), n)
		}
	})
}

// TestScriptsAskNobodyElse looks for what must not be in them: another host, cookies, code from text, and more than one way from
// text to elements.
func TestScriptsAskNobodyElse(t *testing.T) {
	ways := map[string]int{"live.js": 1, "map.js": 0, "numbers.js": 0} // these two make elements, never from text
	each(t, func(t *testing.T, from, to string) {
		body, err := bundle(from)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"http:", "https:", "cookie", "eval(", "Function(", "outerHTML", "insertAdjacentHTML",
			"document.write", "DOMParser", "import("} {
			if bytes.Contains(body, []byte(word)) {
				t.Errorf("the script holds %q", word)
			}
		}
		if n := bytes.Count(body, []byte("innerHTML")); n != ways[filepath.Base(to)] {
			t.Errorf("innerHTML is used %d times", n)
		}
		if filepath.Base(to) == "numbers.js" { // it makes nothing that a policy of Trusted Types asks about
			if bytes.Contains(body, []byte("createPolicy(")) {
				t.Error("the script makes a policy that it does not need")
			}
			return
		}
		if n := bytes.Count(body, []byte(`"livebrief"`)); n != 1 || !bytes.Contains(body, []byte("createPolicy(")) {
			t.Errorf("the policy livebrief is named %d times", n)
		}
	})
}

// TestModules runs the tests of the modules that need no browser.
func TestModules(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("SKIPPED: node is not installed, the tests of the page's script did not run")
	}
	tests, err := filepath.Glob("../*/test/*.test.ts")
	if err != nil || len(tests) == 0 {
		t.Fatalf("no tests found: %v", err)
	}
	dir := t.TempDir()
	result := api.Build(api.BuildOptions{
		EntryPoints:  tests,
		Bundle:       true,
		Format:       api.FormatESModule,
		Platform:     api.PlatformNode,
		Outdir:       dir,
		OutExtension: map[string]string{".js": ".mjs"},
		Write:        true,
	})
	if len(result.Errors) > 0 {
		t.Fatal(result.Errors[0].Text)
	}
	args := []string{"--test"}
	for _, f := range result.OutputFiles {
		args = append(args, f.Path)
	}
	out, err := exec.CommandContext(t.Context(), node, args...).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "# pass") || strings.Contains(string(out), "# pass 0") {
		t.Errorf("no test ran:\n%s", out)
	}
}

func TestTypesHold(t *testing.T) {
	node, err := exec.LookPath("node")
	compiler := "../node_modules/typescript/bin/tsc"
	if _, missing := os.Stat(compiler); err != nil || missing != nil {
		t.Skip("SKIPPED: TypeScript is not installed (tools/prepare.sh), the types of the page's script were not checked")
	}
	for _, project := range []string{"../live", "../map", "../numbers"} {
		if out, err := exec.CommandContext(t.Context(), node, compiler, "-p", project).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", project, err, out)
		}
	}
}

package faults

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// edit is one text of one file of the module, and what stands for it.
type edit struct{ file, from, to string }

// sabotage is a program that is not quite the one of the module: broken on purpose, or made to die at a point that has
// a name. Not a line of it is in the module itself.
type sabotage struct {
	name  string
	edits []edit
	// added are files that join the module, by their paths in it.
	added map[string]string
}

// overlay writes the changed files and gives the plan that the go command reads.
func (s sabotage) overlay(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for file, text := range s.added {
		texts[file] = text
	}
	for _, e := range s.edits {
		if _, changed := texts[e.file]; !changed {
			was, err := os.ReadFile(filepath.Join(root, e.file))
			if err != nil {
				t.Fatal(err)
			}
			texts[e.file] = string(was)
		}
		if n := strings.Count(texts[e.file], e.from); n != 1 {
			t.Fatalf("%s holds %q %d times: the sabotage %s no longer fits the program", e.file, e.from, n, s.name)
		}
		texts[e.file] = strings.Replace(texts[e.file], e.from, e.to, 1)
	}
	dir, err := os.MkdirTemp(programs, s.name+"-")
	if err != nil {
		t.Fatal(err)
	}
	plan := map[string]string{}
	for file, text := range texts {
		changed := filepath.Join(dir, strings.ReplaceAll(file, "/", "-"))
		if err := os.WriteFile(changed, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		plan[filepath.Join(root, file)] = changed
	}
	raw, err := json.Marshal(map[string]any{"Replace": plan})
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "overlay.json"), raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "overlay.json")
}

// build compiles the command, with the files of the sabotage in place of those of the module.
func (s sabotage) build(t *testing.T) string {
	t.Helper()
	path, err := build(s.name, "-overlay", s.overlay(t))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// campaign runs a test of this package against the sabotaged packages, in its short form, and gives what it said. The
// error says that it failed, which is what is wanted.
func (s sabotage) campaign(t *testing.T, test string) (string, error) {
	t.Helper()
	cmd := exec.Command("go", "test", "-count=1", "-v", "-timeout", "10m", "-overlay", s.overlay(t), "-run", "^"+test+"$", ".")
	cmd.Env = append(surroundings(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// noticed demands that a campaign failed against a sabotage, with the words that tell that it failed for it.
func (s sabotage) noticed(t *testing.T, test, words string) {
	t.Helper()
	said, err := s.campaign(t, test)
	if strings.Contains(said, "--- SKIP") {
		t.Skip(said)
	}
	if err == nil || !strings.Contains(said, words) {
		t.Fatalf("the sabotage %s went unnoticed (%v):\n%s", s.name, err, said)
	}
	for line := range strings.Lines(said) {
		if strings.Contains(line, words) {
			t.Log(strings.TrimSpace(line))
			return
		}
	}
}

func build(name string, flags ...string) (string, error) {
	path := filepath.Join(programs, name)
	cmd := exec.Command("go", append(append([]string{"build", "-o", path}, flags...), "../../cmd/livebrief")...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %s: %w\n%s", name, err, out)
	}
	return path, nil
}

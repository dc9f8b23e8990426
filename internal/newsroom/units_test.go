package newsroom

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// unitsWith copies the units of docs/run to a folder, with a program that exists.
func unitsWith(t *testing.T) (units []string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"livebrief.service", "livebrief-readers.socket", "livebrief-desk.socket"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "run", name))
		if err != nil {
			t.Fatal(err)
		}
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(raw), "/usr/local/bin/livebrief", self)), 0o600); err != nil {
			t.Fatal(err)
		}
		units = append(units, path)
	}
	return units
}

// TestUnitsAreSoundAndShutIn asks systemd about the units that we hand out.
func TestUnitsAreSoundAndShutIn(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not installed: the units are not tested")
	}
	units := unitsWith(t)
	said, err := exec.Command(analyze, append([]string{"verify"}, units...)...).CombinedOutput()
	if err != nil || len(said) > 0 {
		t.Errorf("verify: %v: %s", err, said)
	}
	said, err = exec.Command(analyze, "security", "--offline=true", units[0]).CombinedOutput()
	if err != nil {
		t.Fatalf("security: %v: %s", err, said)
	}
	_, rest, _ := strings.Cut(string(said), "exposure level for livebrief.service: ")
	figure, _, _ := strings.Cut(rest, " ")
	if level, err := strconv.ParseFloat(figure, 64); err != nil || level > 1.5 {
		t.Errorf("exposure %q, at most 1.5 of 10 is wanted", figure)
	}
}

package faults

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// The variables that the sabotaged program listens to. Without them it is the sound one, but for a kept edition at every
// eighth entry.
const (
	// sabotage names what is broken.
	sabotage = "SABOTAGE"
	// killAt names the point at which the process dies.
	killAt = "KILL_AT"
	// clockFile names a file that says how far the clock goes wrong.
	clockFile = "CLOCK"
)

// switches is the file that joins a package of the sabotaged program.
const switches = `package %s

import (
	"os"
	"sync"
	"syscall"
	"time"
)

var points struct {
	sync.Mutex
	passed map[string]bool
}

// killAt dies as under kill -9 when the point is the one that was asked for.
func killAt(name string) {
	points.Lock()
	defer points.Unlock()
	if points.passed == nil {
		points.passed = map[string]bool{}
	}
	points.passed[name] = true
	if name == os.Getenv("KILL_AT") {
		os.Stderr.WriteString("killed at " + name + "\n")
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}

// passed tells whether the process came by a point.
func passed(name string) bool {
	points.Lock()
	defer points.Unlock()
	return points.passed[name]
}

func sabotaged(name string) bool { return os.Getenv("SABOTAGE") == name }

func either(sabotage, then, otherwise string) string {
	if sabotaged(sabotage) {
		return then
	}
	return otherwise
}

// switchedClock is the machine's clock, and as much beside it as a file says.
func switchedClock() time.Time {
	raw, _ := os.ReadFile(os.Getenv("CLOCK"))
	beside, _ := time.ParseDuration(string(raw))
	return time.Now().Add(beside)
}
`

// edit is one text of one file of the module, and what stands for it.
type edit struct{ file, from, to string }

// before gives the edit that puts a point before a text.
func before(file, text, point string) edit {
	indent := text[:len(text)-len(strings.TrimLeft(text, "\t"))]
	return edit{file, text, indent + `killAt("` + point + `")` + "\n" + text}
}

// edits are everything that the sabotaged program has and the sound one has not. Not a line of it is in the module.
var edits = []edit{
	before("internal/store/writing.go", "\tsigned, err := record.Checkpoint(", "unsigned"),
	before("internal/store/writing.go", "\treturn append(w.waiting(), statement{name: \"checkpoint.Set\"", "signed"),
	before("internal/store/append.go", "\t\ts.unscrubbed.Store(true)", "unscrubbed"),
	before("internal/store/embargo.go", "\t\tif err == nil && gone == 0 {", "lifting"),
	before("internal/store/embargo.go", "\t\treturn entries[0], true, nil", "lifted"),
	before("internal/store/snapshots.go", "\t\t_, err = r.exec(ctx, \"snapshot.Set\"", "snapshotting"),
	before("internal/newsroom/ledger.go", "\tl.follow(ctx, entries[0].Briefing)", "unfollowed"),
	before("internal/newsroom/ledger.go", "\tif act.Body, err = record.Declare(", "keyed"),
	before("internal/newsroom/ledger.go", "\tif err := l.keys.promote(id); err != nil {", "unpromoted"),
	before("internal/newsroom/keys.go", "\tif err := k.write(id, rootFile, root); err != nil {", "rootless"),
	before("internal/newsroom/files.go", "\tif err := os.Rename(tmp.Name(), to); err != nil {", "replacing"),
	{"internal/newsroom/press.go", "snapshotEvery = 1024", "snapshotEvery = 8"},

	{"internal/newsroom/room.go", "now: time.Now}", "now: switchedClock}"},
	{"internal/newsroom/room.go", "store.Options{Signers: r.guard.signer,", "store.Options{Now: switchedClock, Signers: r.guard.signer,"},

	// silent takes a failed commit for a success.
	{"internal/store/run.go", "\treturn tx.Commit()", "\tif passed(\"signed\") {\n\t\tkillAt(\"uncommitted\")\n\t}\n" +
		"\tif err := tx.Commit(); !sabotaged(\"silent\") {\n\t\treturn err\n\t}\n\treturn nil"},
	// forgetful does not know an act that is asked again.
	{"internal/store/idempotency.go", "\tsum, err := digest(act)\n\tif err != nil {\n\t\treturn err\n\t}\n",
		"\tsum, err := digest(act)\n\tif err != nil || sabotaged(\"forgetful\") {\n\t\treturn err\n\t}\n"},
	// unsynced does not wait for the disk.
	{"internal/store/sqlite.go", "synchronous(FULL)", "synchronous(\"+either(\"unsynced\", \"OFF\", \"FULL\")+\")"},
	// apart signs the tree in a transaction of its own.
	{"internal/store/append.go", "\t\treturn w.finish(signer)\n\t})\n\tif err != nil && !errors.Is(err, errUnchanged)",
		"\t\tif sabotaged(\"apart\") {\n\t\t\treturn w.waiting(), nil\n\t\t}\n\t\treturn w.finish(signer)\n\t})\n" +
			"\tif err == nil && sabotaged(\"apart\") {\n\t\terr = s.transactRound(ctx, nil, func(r runner) ([]statement, error) { w.r = r; return w.finish(signer) })\n\t}\n" +
			"\tif err != nil && !errors.Is(err, errUnchanged)"},
	// unfenced overlooks that another server has taken over.
	{"internal/store/pipe.go", "(epoch != mine || mine == 0)", "(epoch != mine || mine == 0) && !sabotaged(\"unfenced\")"},
	{"internal/store/lead.go", "held.beat(func() { s.lead.epoch.CompareAndSwap(epoch, 0) })", "held.beat(func() {\n\t\tif !sabotaged(\"unfenced\") {\n\t\t\ts.lead.epoch.CompareAndSwap(epoch, 0)\n\t\t}\n\t})"},
	// backwards follows a clock that was set back, hasty lifts embargoes by the time of the record.
	{"internal/store/writing.go", "now.Before(w.b.At) {", "now.Before(w.b.At) && !sabotaged(\"backwards\") {"},
	{"internal/store/writing.go", "clock := keep(now)\n", "clock := keep(now)\n\tif sabotaged(\"hasty\") && clock.Before(w.b.At) {\n\t\tclock, now = w.b.At, w.b.At\n\t}\n"},
	// mute does not tell readers that they are cut off, stuck takes the first state of a record and no other.
	{"internal/relay/follower.go", "now.Sub(heard) > f.Silence", "now.Sub(heard) > f.Silence && !sabotaged(\"mute\")"},
	{"internal/relay/catchup.go", "known := s.proved == h.Hash", "known := s.proved == h.Hash || s.proved != \"\" && sabotaged(\"stuck\")"},
	// skipping does not compare the files of a copy with the manifest.
	{"internal/mirror/copy.go", "sha256.Sum256(body) == f.Sum", "(sabotaged(\"skipping\") || sha256.Sum256(body) == f.Sum)"},
}

// overlay writes the changed files and gives the plan that the go command reads.
var overlay = sync.OnceValues(func() (string, error) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		return "", err
	}
	texts := map[string]string{}
	for _, room := range []string{"store", "newsroom", "mirror", "relay"} {
		texts["internal/"+room+"/switches.go"] = fmt.Sprintf(switches, room)
	}
	for _, e := range edits {
		if _, changed := texts[e.file]; !changed {
			was, err := os.ReadFile(filepath.Join(root, e.file))
			if err != nil {
				return "", err
			}
			texts[e.file] = string(was)
		}
		if n := strings.Count(texts[e.file], e.from); n != 1 {
			return "", fmt.Errorf("%s holds %q %d times: the sabotage no longer fits the program", e.file, e.from, n)
		}
		texts[e.file] = strings.Replace(texts[e.file], e.from, e.to, 1)
	}
	plan := map[string]string{}
	for file, text := range texts {
		changed := filepath.Join(programs, strings.ReplaceAll(file, "/", "-"))
		if err := os.WriteFile(changed, []byte(text), 0o600); err != nil {
			return "", err
		}
		plan[filepath.Join(root, file)] = changed
	}
	raw, err := json.Marshal(map[string]any{"Replace": plan})
	if err != nil {
		return "", err
	}
	path := filepath.Join(programs, "overlay.json")
	return path, os.WriteFile(path, raw, 0o600)
})

// builtSabotaged builds the command with the switches, builtCampaigns the tests of this package against them.
var (
	builtSabotaged = sync.OnceValues(func() (string, error) {
		plan, err := overlay()
		if err != nil {
			return "", err
		}
		return goBuild("sabotaged", "build", "-overlay", plan, "../../cmd/livebrief")
	})
	builtCampaigns = sync.OnceValues(func() (string, error) {
		plan, err := overlay()
		if err != nil {
			return "", err
		}
		return goBuild("campaigns", "test", "-c", "-overlay", plan, ".")
	})
)

// sabotagedProgram gives the path of the program that has the switches.
func sabotagedProgram(t *testing.T) string {
	t.Helper()
	path, err := builtSabotaged()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// noticed demands that a campaign of this package fails against packages that are broken, with the words that tell why.
func noticed(t *testing.T, broken, test, words string) {
	t.Helper()
	path, err := builtCampaigns()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "-test.v", "-test.run", "^"+test+"$")
	cmd.Env = append(surroundings(), sabotage+"="+broken)
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), words) {
		t.Fatalf("the sabotage %s went unnoticed (%v):\n%s", broken, err, out)
	}
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, words) {
			t.Logf("%s: %.200s", broken, strings.TrimSpace(line))
			return
		}
	}
}

// goBuild lets the go command make a program and gives its path.
func goBuild(name, verb string, args ...string) (string, error) {
	path := filepath.Join(programs, name)
	cmd := exec.Command("go", append([]string{verb, "-o", path}, args...)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %s: %w\n%s", name, err, out)
	}
	return path, nil
}

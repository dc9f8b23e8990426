package newsroom

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"livebrief/internal/brief"
)

func TestMain(m *testing.M) {
	testscript.Main(clustered{m}, map[string]func(){
		"livebrief": func() { os.Exit(Main(context.Background(), os.Args[1:], Std())) },
		plainServer: servePlainly,
	})
}

// TestScripts runs whole stories against a real newsroom: the same value that `serve` starts, on a real database and
// real sockets, with the real commands as its clients.
func TestScripts(t *testing.T) {
	docs, err := filepath.Abs("../../docs")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			shared := os.Getenv("LIVEBRIEF_SHARED")
			env.Setenv("SHARED", shared)
			env.Setenv("DOCS", docs)
			env.Setenv("LIVEBRIEF_DATA", filepath.Join(env.WorkDir, "data"))
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "shared" {
				here := os.Getenv("LIVEBRIEF_SHARED") != ""
				if !here {
					t.Log("LIVEBRIEF_SHARED is not set: the scripts on the two real reports are skipped")
				}
				return here, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"up":      scriptUp,
			"down":    scriptDown,
			"fetch":   scriptFetch,
			"save":    scriptSave,
			"follow":  scriptFollow,
			"heard":   scriptHeard,
			"person":  scriptPerson,
			"grab":    scriptGrab,
			"fill":    scriptFill,
			"host":    scriptHost,
			"polled":  scriptPolled,
			"root":    scriptRoot,
			"keys":    scriptKeys,
			"example": scriptExample,
		},
	})
}

// running is a newsroom under a script.
type running struct {
	room *Room
	stop context.CancelFunc
	done chan error
}

// scriptUp opens a newsroom on $LIVEBRIEF_DATA and runs it: up [--sample] [--allow],
// the latter with loopback feeds allowed. It sets $READERS and $DESK.
func scriptUp(ts *testscript.TestScript, neg bool, args []string) {
	ctx, stop := context.WithCancel(context.Background())
	settings := Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0", Store: ts.Getenv("STORE"), PublicURL: ts.Getenv("PUBLIC")}
	if slices.Contains(args, "--allow") {
		settings.AllowNet = []string{"127.0.0.0/8"}
	}
	room, err := Open(ctx, ts.Getenv("LIVEBRIEF_DATA"), settings, ts.Stderr())
	if err == nil && slices.Contains(args, "--sample") {
		err = room.loadSample(ctx)
	}
	if err != nil {
		stop()
		if neg {
			fmt.Fprintln(ts.Stderr(), err)
			return
		}
		ts.Fatalf("up: %v", err)
	}
	if neg {
		stop()
		room.Close()
		ts.Fatalf("up: succeeded")
	}
	r := &running{room: room, stop: stop, done: make(chan error, 1)}
	go func() { r.done <- room.Run(ctx, io.Discard) }()
	upNow[ts.Name()] = r
	ts.Setenv("READERS", room.ReadersURL())
	ts.Setenv("DESK", room.DeskURL())
	ts.Defer(func() { downNow(ts) })
	ts.Check(await(room.DeskURL()+"/sign-in", filepath.Join(ts.Getenv("LIVEBRIEF_DATA"), deskFileName)))
}

// upNow are the newsrooms of the scripts that run at the moment; scripts run one after the other.
var upNow = map[string]*running{}

// await returns when the desk answers and has left its file: the first request waits in the listener's queue.
func await(address, file string) error {
	res, err := http.Get(address)
	if err != nil {
		return err
	}
	res.Body.Close()
	_, err = os.Stat(file)
	return err
}

func scriptDown(ts *testscript.TestScript, _ bool, _ []string) { downNow(ts) }

func downNow(ts *testscript.TestScript) {
	r := upNow[ts.Name()]
	if r == nil {
		return
	}
	delete(upNow, ts.Name())
	r.stop()
	ts.Check(<-r.done)
	ts.Check(r.room.Close())
}

// scriptFetch gets an address of the readers: [!] fetch PATH. The answer goes to standard output; ! wants a status
// of 400 and more.
func scriptFetch(ts *testscript.TestScript, neg bool, args []string) {
	res, err := http.Get(ts.Getenv("READERS") + args[0])
	ts.Check(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	ts.Check(err)
	fmt.Fprintf(ts.Stdout(), "status %d\n%s", res.StatusCode, body)
	if bad := res.StatusCode >= 400; bad != neg {
		ts.Fatalf("fetch %s: status %d", args[0], res.StatusCode)
	}
}

// listening is an event stream that a script follows.
type listening struct {
	events chan string
	cancel context.CancelFunc
}

var streams = map[string]*listening{}

// scriptFollow opens the event stream of a briefing: follow NAME [LAST-EVENT-ID].
func scriptFollow(ts *testscript.TestScript, _ bool, args []string) {
	ctx, cancel := context.WithCancel(context.Background())
	req, err := http.NewRequestWithContext(ctx, "GET", ts.Getenv("READERS")+"/"+args[0]+"/live", nil)
	ts.Check(err)
	if len(args) > 1 {
		req.Header.Set("Last-Event-ID", args[1])
	}
	res, err := http.DefaultClient.Do(req)
	ts.Check(err)
	l := &listening{events: make(chan string, 1000), cancel: cancel}
	streams[ts.Name()] = l
	ts.Defer(cancel)
	go func() {
		defer res.Body.Close()
		lines := bufio.NewScanner(res.Body)
		lines.Buffer(nil, 1<<20)
		event := ""
		for lines.Scan() {
			if lines.Text() != "" {
				event += lines.Text() + "\n"
				continue
			}
			l.events <- event
			event = ""
		}
	}()
}

// scriptHeard waits for events until one holds every word: heard WORD... The wait is bounded by the stream's own
// heartbeat and the test's timeout.
func scriptHeard(ts *testscript.TestScript, _ bool, words []string) {
	l := streams[ts.Name()]
	limit := time.NewTimer(30 * time.Second)
	defer limit.Stop()
	for {
		select {
		case event := <-l.events:
			all := true
			for _, w := range words {
				all = all && strings.Contains(event, w)
			}
			if all {
				fmt.Fprint(ts.Stdout(), event)
				return
			}
		case <-limit.C:
			ts.Fatalf("heard: no event with %q", words)
		}
	}
}

// scriptPerson adds a person and keeps their token: person VARIABLE ROLE NAME.
func scriptPerson(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(ts.Exec("livebrief", "--format", "json", "person", "add", args[2], "--role", args[1]))
	var answer struct{ Token string }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &answer))
	ts.Setenv(args[0], answer.Token)
}

// scriptGrab keeps a value of the JSON in standard output: grab VARIABLE key.key.0.key.
func scriptGrab(ts *testscript.TestScript, _ bool, args []string) {
	var value any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &value))
	for key := range strings.SplitSeq(args[1], ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[key]
		case []any:
			var i int
			_, err := fmt.Sscan(key, &i)
			ts.Check(err)
			if i >= len(v) {
				ts.Fatalf("grab: no element %d", i)
			}
			value = v[i]
		}
	}
	if value == nil {
		ts.Fatalf("grab: there is no %s", args[1])
	}
	ts.Setenv(args[0], fmt.Sprint(value))
}

// scriptExample takes the commands out of a page of the documentation, those between ```sh and ```: example PAGE FILE.
func scriptExample(ts *testscript.TestScript, _ bool, args []string) {
	var commands strings.Builder
	inside := false
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		switch {
		case strings.HasPrefix(line, "```"):
			inside = strings.TrimSpace(line) == "```sh"
		case inside:
			commands.WriteString(line)
		}
	}
	if commands.Len() == 0 {
		ts.Fatalf("example: %s has no commands", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(commands.String()), 0o600))
}

// scriptRoot carries the only root key of the data folder away to a file: root FILE.
func scriptRoot(ts *testscript.TestScript, _ bool, args []string) {
	found, err := filepath.Glob(filepath.Join(ts.Getenv("LIVEBRIEF_DATA"), keysName, "*"+rootFile))
	ts.Check(err)
	if len(found) != 1 {
		ts.Fatalf("root: there are %d root keys", len(found))
	}
	info, err := os.Stat(found[0])
	ts.Check(err)
	if info.Mode().Perm() != 0o600 {
		ts.Fatalf("root: the root key has the mode %v", info.Mode())
	}
	ts.Check(os.Rename(found[0], ts.MkAbs(args[0])))
}

// scriptFill makes a file of a size without writing it out: fill FILE BYTES [zero|random].
func scriptFill(ts *testscript.TestScript, _ bool, args []string) {
	var size int64
	_, err := fmt.Sscan(args[1], &size)
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	if len(args) > 2 && args[2] == "random" {
		_, err = io.CopyN(f, rand.Reader, size)
	} else {
		err = f.Truncate(size)
	}
	ts.Check(err)
}

// scriptHost serves a folder of the script on loopback: host VARIABLE FOLDER. It gives no validators, since files of
// a script change within one second.
func scriptHost(ts *testscript.TestScript, _ bool, args []string) {
	files := os.DirFS(ts.MkAbs(args[1]))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := fs.ReadFile(files, strings.TrimPrefix(r.URL.Path, "/"))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Write(raw)
	}))
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL)
}

// scriptPolled looks at every source, twice where files must be seen to stand still, without waiting for the
// schedule: polled. It stands in for the time between two looks.
func scriptPolled(ts *testscript.TestScript, _ bool, _ []string) {
	room := upNow[ts.Name()].room
	for range 2 {
		sources, err := room.store.Sources(context.Background())
		ts.Check(err)
		for _, src := range sources {
			ts.Check(room.store.SaveSource(context.Background(), room.poller.Look(context.Background(), src)))
		}
	}
}

// scriptKeys brings the keys of a data folder into another, without what stands beside them: keys FROM TO.
func scriptKeys(ts *testscript.TestScript, _ bool, args []string) {
	keys, err := readKeys(filepath.Join(ts.MkAbs(args[0]), keysName))
	ts.Check(err)
	dir := filepath.Join(ts.MkAbs(args[1]), keysName)
	ts.Check(os.MkdirAll(dir, 0o700))
	for name, text := range keys {
		ts.Check(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
}

// TestEveryKindOfErrorHasAnExitCode keeps the one table whole.
func TestEveryKindOfErrorHasAnExitCode(t *testing.T) {
	for want, err := range map[int]error{
		exitOK:          nil,
		exitUsage:       usageError{fmt.Errorf("x")},
		exitInput:       brief.Invalid("x", ""),
		exitNotAllowed:  fmt.Errorf("wrapped: %w", brief.Forbidden("x", "")),
		exitUnavailable: brief.Unavailable("x", "", nil),
		exitCannotWrite: cannotWrite("x", "", nil),
		exitFailure:     brief.Conflict("x", ""),
	} {
		if got := exitCode(err); got != want {
			t.Errorf("%v exits with %d, want %d", err, got, want)
		}
	}
}

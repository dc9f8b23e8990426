package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"livebrief/internal/witness"
)

func TestTwoViewsOfOneRecordAreCaughtByFollowingAndByVerifying(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	w := openTown(t, data)
	w.publish(4, "Shared")
	w.shut()
	other := copyOf(t, data) // the same key, and from here on another history
	lies := openTown(t, other)
	lies.publish(5, "Shown to readers")
	lies.shut()
	w = openTown(t, data)
	key := w.key()
	pushed := newPost(t, "pushed.example", key)
	w.watchedBy(pushed)
	w.publish(1, "Shown to the witness")
	w.round()
	folder := t.TempDir()
	honest := filepath.Join(folder, "honest")
	w.shut()
	if code := runMain(t, io.Discard, "export", "--data", data, "--briefing", "war", "--to", honest); code != 0 {
		t.Fatal(code)
	}
	forked := filepath.Join(folder, "forked")
	if code := runMain(t, io.Discard, "export", "--data", other, "--briefing", "war", "--to", forked); code != 0 {
		t.Fatal(code)
	}
	named := pushed.Key() + " " + pushed.url
	var out strings.Builder
	if code := runMain(t, &out, "verify", honest, "--key", key, "--witness", named); code != exitOK || !strings.Contains(out.String(), "witness      pushed.example: has cosigned edition 7") {
		t.Errorf("exit %d\n%s", code, &out)
	}
	out.Reset()
	evidence := filepath.Join(folder, "evidence")
	if code := runMain(t, &out, "verify", forked, "--key", key, "--witness", named, "--evidence", evidence); code != exitTampered ||
		!strings.Contains(out.String(), "two views of one record: its first 7 entries are not those that the witness pushed.example has cosigned") {
		t.Errorf("exit %d\n%s", code, &out)
	}
	found, err := filepath.Glob(filepath.Join(evidence, "*"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	out.Reset()
	if code := runMain(t, &out, "witness", "evidence", found[0], "--key", key); code != exitOK || !strings.Contains(out.String(), "signed two histories of news.example/war") {
		t.Errorf("exit %d\n%s", code, &out)
	}
	if code := runMain(t, &out, "witness", "evidence", filepath.Join(found[0], "first"), filepath.Join(found[0], "first"), "--key", key); code != exitInput {
		t.Errorf("the same twice: exit %d", code)
	}
	// The lying server, followed as any reader would.
	liar := openTown(t, other)
	follower := newPost(t, "follower.example", key, liar.serve())
	request, err := plainFetch(t.Context(), pushed.url+"/checkpoint?origin=news.example/war")
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(follower.url+"/add-checkpoint", "text/plain", strings.NewReader("old 0\n\n"+string(request)))
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(err, res.StatusCode)
	}
	res.Body.Close()
	follower.Look(t.Context())
	s, err := witness.ReadStatus(follower.dir)
	if err != nil || len(s.Evidence) != 1 || !s.Stopped() {
		t.Fatalf("%+v %v", s, err)
	}
	e, err := witness.ReadEvidence(s.Evidence[0].Folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Check(key); err != nil {
		t.Error(err)
	}
}

func TestACopyThatIsBehindAWitnessIsStale(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	w := openTown(t, data)
	p := newPost(t, "one.example", w.key())
	w.watchedBy(p)
	key := w.key()
	w.shut()
	old := filepath.Join(t.TempDir(), "old")
	if code := runMain(t, io.Discard, "export", "--data", data, "--briefing", "war", "--to", old); code != 0 {
		t.Fatal(code)
	}
	w = openTown(t, data)
	w.publish(3, "Later")
	w.round()
	w.shut()
	var out strings.Builder
	named := p.Key() + " " + p.url
	if code := runMain(t, &out, "verify", old, "--key", key, "--witness", named); code != exitStale ||
		!strings.Contains(out.String(), "the record has 2 entries here, and the witness one.example has cosigned 5") {
		t.Errorf("exit %d\n%s", code, &out)
	}
	stranger := newPost(t, "stranger.example", key)
	for what, c := range map[string]struct {
		witness string
		code    int
	}{
		"another key for the witness": {stranger.Key() + " " + p.url, exitInput},
		"a witness that saw nothing":  {stranger.Key() + " " + stranger.url, exitUnavailable},
		"nobody there":                {p.Key() + " http://127.0.0.1:1", exitUnavailable},
		"no key":                      {p.url, exitUsage},
		"a publisher's key":           {key + " " + p.url, exitUsage},
	} {
		out.Reset()
		if code := runMain(t, &out, "verify", old, "--key", key, "--witness", c.witness); code != c.code {
			t.Errorf("%s: exit %d, want %d\n%s", what, code, c.code, &out)
		}
	}
}

// runMain runs a command line and gives its exit code; both its outputs go to out.
func runMain(t testing.TB, out io.Writer, args ...string) int {
	t.Helper()
	return Main(t.Context(), args, Streams{In: strings.NewReader(""), Out: out, Err: out, Progress: io.Discard})
}

// TestTheCommandOfAWitness starts it as a partner would, on a file of what is followed.
func TestTheCommandOfAWitness(t *testing.T) {
	w := openTown(t, filepath.Join(t.TempDir(), "news"))
	w.publish(2, "Something")
	data := filepath.Join(t.TempDir(), "partner")
	list := filepath.Join(t.TempDir(), "follow")
	if err := os.WriteFile(list, []byte("# partners\n"+w.key()+" "+w.serve()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for what, c := range map[string]struct {
		args []string
		code int
	}{
		"no list":      {[]string{"witness", "--data", data}, exitUsage},
		"no name":      {[]string{"witness", "--data", data, "--follow", list}, exitInput},
		"a bad name":   {[]string{"witness", "--data", data, "--follow", list, "--name", "two words"}, exitInput},
		"not there":    {[]string{"witness", "--data", data, "--status"}, exitUnavailable},
		"no such list": {[]string{"witness", "--data", data, "--follow", list + "x", "--name", "a"}, exitInput},
	} {
		said.Reset()
		if code := runMain(t, &said, c.args...); code != c.code {
			t.Errorf("%s: exit %d, want %d: %s", what, code, c.code, &said)
		}
	}
	printed, out := io.Pipe()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan int, 1)
	go func() {
		done <- Main(ctx, []string{"witness", "--data", data, "--follow", list, "--name", "partner.example/w1", "--listen", "127.0.0.1:0", "--allow-net", "127.0.0.0/8"},
			Streams{In: strings.NewReader(""), Out: out, Err: io.Discard, Progress: io.Discard})
		out.Close()
	}()
	var address, key string
	if _, err := fmt.Fscanf(printed, "witness %s\nkey %s\n", &address, &key); err != nil || !strings.HasPrefix(key, "partner.example/w1+") {
		t.Fatal(address, key, err)
	}
	for { // its first look at the briefing
		if _, err := plainFetch(t.Context(), address+"/checkpoint?origin=news.example/war"); err == nil {
			break
		}
	}
	stop()
	if code := <-done; code != exitOK {
		t.Errorf("exit %d", code)
	}
	said.Reset()
	if code := runMain(t, &said, "witness", "--data", data, "--status"); code != exitOK || !strings.Contains(said.String(), "cosigned  news.example/war: edition 3") || !strings.Contains(said.String(), key) {
		t.Errorf("exit %d: %s", code, &said)
	}
}

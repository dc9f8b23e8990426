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
	"time"

	formats "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/witness"
)

func TestPagesSayHowManyWitnessesCosignedTheNewestEdition(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	w := openTown(t, data)
	w.publish(3, "Before the first witness")
	posts := []*post{newPost(t, "one.example", w.key()), newPost(t, "two.example", w.key()), newPost(t, "three.example/w1", w.key())}
	w.watchedBy(posts...)
	if got := w.page("/war/"); !strings.Contains(got, "not witnessed yet") {
		t.Error("before anybody signed")
	}
	w.round()
	for _, path := range []string{"/war/", "/war/lite", "/war/witnesses"} {
		if got := w.page(path); !strings.Contains(got, "witnessed 3 of 3</a>, <time") || !strings.Contains(got, "just now") {
			t.Errorf("%s does not say it", path)
		}
	}
	posts[1].answer(func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(http.StatusBadGateway) })
	w.publish(1, "One is down")
	w.round()
	if got := w.page("/war/"); !strings.Contains(got, "witnessed 2 of 3") {
		t.Error("with one witness down")
	}
	if got := w.page("/war/witnesses"); !strings.Contains(got, fmt.Sprintf("Has cosigned up to edition %d, which is 1 behind the newest:", w.head()-1)) {
		t.Error(got)
	}
	if says := w.says(1); !strings.Contains(says, "502 Bad Gateway") || w.says(0) != "" {
		t.Errorf("%q %q", says, w.says(0))
	}
	// The checkpoint carries the publisher's signature and two more, and everybody's verifiers take it.
	checkpoint := w.page("/war/record/checkpoint")
	verifiers, err := w.folder.keys().publicKeys(w.id)
	if err != nil {
		t.Fatal(err)
	}
	if tree, err := record.OpenCheckpoint([]byte(checkpoint), "news.example/war", verifiers); err != nil || tree.Size != w.head() {
		t.Error(tree, err)
	}
	theirs, err := formats.NewVerifierForCosignatureV1(posts[2].Key())
	if err != nil {
		t.Fatal(err)
	}
	if n, err := note.Open([]byte(checkpoint), note.VerifierList(theirs)); err != nil || len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 2 {
		t.Error(n, err)
	}
	// A copy carries the publisher's signature alone, so that two copies of one edition are the same bytes.
	w.shut()
	if code := runMain(t, io.Discard, "export", "--data", data, "--briefing", "war", "--to", filepath.Join(t.TempDir(), "copy")); code != 0 {
		t.Fatal(code)
	}
	// After a restart the cosignatures are there without anybody being asked.
	for _, p := range posts {
		p.answer(func(http.ResponseWriter, *http.Request) { t.Error("a witness was asked") })
	}
	again := openTown(t, data)
	if got := again.page("/war/"); !strings.Contains(got, "witnessed 2 of 3") || again.page("/war/record/checkpoint") != checkpoint {
		t.Error("after a restart")
	}
}

// The loop of a running server does all of it by itself.
func TestARunningServerAsksItsWitnesses(t *testing.T) {
	w := openTown(t, filepath.Join(t.TempDir(), "data"))
	p := newPost(t, "one.example", w.key())
	w.watchedBy(p)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx, io.Discard) }()
	w.comesToSay("witnessed 1 of 1")
	w.publish(1, "More")
	w.comesToSay("witnessed 1 of 1")
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestPublishingNeverWaitsForAWitness(t *testing.T) {
	w := openTown(t, filepath.Join(t.TempDir(), "data"))
	hangs, signs := newPost(t, "hangs.example", w.key()), newPost(t, "signs.example", w.key())
	release, asked := make(chan struct{}), make(chan struct{}, 100)
	hangs.answer(func(http.ResponseWriter, *http.Request) {
		asked <- struct{}{}
		<-release
	})
	defer close(release)
	w.watchedBy(hangs, signs)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx, io.Discard) }()
	<-asked
	w.publish(20, "While one hangs")
	w.comesToSay("witnessed 1 of 2")
	w.watchers.mu.Lock()
	busy := w.watchers.stands[witnessOf{w.id, shortKey(hangs.Key())}].busy
	w.watchers.mu.Unlock()
	if !busy || len(asked) != 0 {
		t.Error("the witness that hangs was given up or asked twice while everything else went on")
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestAWitnessThatAnswersGarbageChangesNothing(t *testing.T) {
	w := openTown(t, filepath.Join(t.TempDir(), "data"))
	p, other := newPost(t, "one.example", w.key()), newPost(t, "other.example", w.key())
	w.watchedBy(p)
	says := func(status int, body string) http.HandlerFunc {
		return func(out http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/add-checkpoint" {
				http.NotFound(out, r)
				return
			}
			out.WriteHeader(status)
			_, _ = io.WriteString(out, body)
		}
	}
	for what, c := range map[string]struct {
		door http.HandlerFunc
		want string
	}{
		"no cosignature":            {says(200, "thank you\n"), "no cosignature by the key"},
		"nothing":                   {says(200, ""), "no cosignature by the key"},
		"somebody else's":           {other.Handler().ServeHTTP, "no cosignature by the key"},
		"a line by its name":        {says(200, "— one.example "+strings.Repeat("A", 101)+"=\n"), "no cosignature by the key"},
		"elsewhere, and not where":  {says(409, "soon\n"), "stands elsewhere, and not where"},
		"elsewhere below zero":      {says(409, "-1\n"), "stands elsewhere, and not where"},
		"elsewhere each time":       {elsewhereEachTime(), "elsewhere every time"},
		"a redirect":                {says(307, ""), "307"},
		"an answer without end":     {says(200, strings.Repeat("x", 70<<10)), "larger than"},
		"not followed":              {says(404, ""), "does not follow this briefing"},
		"a key that is not known":   {says(403, "who are you\x1b[31m\n"), "403 Forbidden who are you [31m"},
		"a failure":                 {says(500, "<html>"), "500 Internal Server Error <html>"},
		"a proof that is not taken": {says(422, ""), "422 Unprocessable Entity"},
	} {
		w.later += 2 * time.Minute
		p.answer(c.door)
		w.round()
		if got := w.says(0); !strings.Contains(got, c.want) {
			t.Errorf("%s: the desk is told %q", what, got)
		}
		if kept, err := w.store.Cosignatures(t.Context()); err != nil || len(kept) != 0 {
			t.Errorf("%s: kept %v, %v", what, kept, err)
		}
	}
	if !strings.Contains(w.page("/war/"), "not witnessed yet") || strings.Count(w.page("/war/record/checkpoint"), "—") != 1 {
		t.Error("readers are told something else")
	}
	if len(w.held) != 0 || w.said.Len() > 0 && strings.Contains(w.said.String(), "witness") {
		t.Errorf("held %v, log %s", w.held, w.said)
	}
	// It comes to its senses, and is asked again a minute later and not before.
	p.answer(nil)
	w.round()
	if !strings.Contains(w.page("/war/"), "not witnessed yet") {
		t.Error("it was asked again at once")
	}
	w.later += time.Minute
	w.round()
	if !strings.Contains(w.page("/war/"), "witnessed 1 of 1") || w.says(0) != "" {
		t.Error(w.says(0))
	}
}

// elsewhereEachTime stands at 1, then at 0, and so on.
func elsewhereEachTime() http.HandlerFunc {
	n := 0
	return func(out http.ResponseWriter, _ *http.Request) {
		n++
		out.WriteHeader(http.StatusConflict)
		fmt.Fprintf(out, "%d\n", n%2)
	}
}

// A witness that the log lost track of, or that follows it by itself, says where it stands.
func TestAWitnessThatIsAheadOfWhatIsKnownIsMet(t *testing.T) {
	w := openTown(t, filepath.Join(t.TempDir(), "data"))
	w.publish(5, "Early")
	address := w.serve()
	p := newPost(t, "one.example", w.key(), address)
	p.Look(t.Context()) // it cosigned edition 6 as any reader sees it
	w.watchedBy(p)
	w.round()
	if !strings.Contains(w.page("/war/"), "witnessed 1 of 1") || w.says(0) != "" {
		t.Error(w.says(0))
	}
	p.Look(t.Context())
	if s, err := witness.ReadStatus(p.dir); err != nil || s.Records[0].Size != 7 || len(s.Evidence) != 0 {
		t.Errorf("%+v %v", s, err)
	}
}

func TestAnOlderCopyThatIsBroughtBackIsHeld(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	w := openTown(t, data)
	p := newPost(t, "one.example", w.key())
	w.watchedBy(p)
	w.publish(2, "Kept")
	w.round()
	w.shut()
	older := copyOf(t, data)
	w = openTown(t, data)
	w.publish(3, "Lost")
	w.round()
	if len(w.held) != 0 {
		t.Fatal(w.held)
	}
	w.shut()
	// Brought back, and nothing published yet: nobody can know, there is nothing to hand in.
	back := openTown(t, older)
	back.round()
	if len(back.held) != 0 {
		t.Error(back.held)
	}
	back.publish(1, "Another history")
	back.round()
	if len(back.held) != 1 || !strings.Contains(back.held[0], "the witness one.example shows a checkpoint over 7 entries that this briefing's key signed, and the record here has 5") {
		t.Errorf("%q", back.held)
	}
	if !strings.Contains(back.says(0), "older copy was brought back") {
		t.Error(back.says(0))
	}
	// Grown beyond it, it is still another history, and by then there is evidence.
	back.publish(4, "Another history")
	back.round()
	if len(back.held) != 2 || !strings.Contains(back.held[1], "the first 7 entries here are others") {
		t.Errorf("%q", back.held)
	}
	back.later += time.Minute
	back.round()
	if n := strings.Count(back.said.String(), "went back"); n != 2 {
		t.Errorf("the log says it %d times", n)
	}
	s, err := witness.ReadStatus(p.dir)
	if err != nil || len(s.Evidence) != 1 || !s.Stopped() {
		t.Fatalf("%+v %v", s, err)
	}
	if e, err := witness.ReadEvidence(s.Evidence[0].Folder); err != nil {
		t.Error(err)
	} else if _, err := e.Check(back.key()); err != nil {
		t.Error(err)
	}
}

// Whoever takes over a witness could say anything; without a checkpoint of our own key it stops nobody.
func TestABareWordOfAWitnessStopsNobody(t *testing.T) {
	w := openTown(t, filepath.Join(t.TempDir(), "data"))
	p := newPost(t, "one.example", w.key())
	w.watchedBy(p)
	stranger := openTown(t, filepath.Join(t.TempDir(), "stranger"))
	stranger.publish(9, "A record of the same name")
	forged := stranger.page("/war/record/checkpoint")
	for what, shows := range map[string]string{"nothing": "", "a checkpoint by another key": forged, "garbage": "news.example/war\n99\n"} {
		w.later += 2 * time.Minute
		p.answer(func(out http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/add-checkpoint" {
				out.Header().Set("Content-Type", "text/x.tlog.size")
				out.WriteHeader(http.StatusConflict)
				_, _ = io.WriteString(out, "1000000\n")
				return
			}
			_, _ = io.WriteString(out, shows)
		})
		w.round()
		if len(w.held) != 0 || !strings.Contains(w.says(0), "it has cosigned edition 1000000, and there is no such edition here") {
			t.Errorf("%s: held %q, says %q", what, w.held, w.says(0))
		}
	}
}

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

func TestTheDeskIsToldWhyAWitnessDidNotSign(t *testing.T) {
	w := openTown(t, filepath.Join(t.TempDir(), "data"))
	p := newPost(t, "one.example", w.key())
	p.answer(func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(http.StatusNotFound) })
	w.watchedBy(p)
	w.round()
	told := w.watchers.told(w.id)
	if len(told) != 1 || told[0].Name != "one.example" || told[0].Size != 0 || !strings.Contains(told[0].Says, "does not follow this briefing") {
		t.Errorf("%+v", told)
	}
	if w.watchers.told(brief.BriefingID("none")) != nil {
		t.Error("a briefing that is not there has witnesses")
	}
}

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
	verifiers, err := w.watchers.publicKeys(t.Context(), w.id)
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
	copied := filepath.Join(t.TempDir(), "copy")
	if code := runMain(t, io.Discard, "export", "--data", data, "--briefing", "war", "--to", copied); code != 0 {
		t.Fatal(code)
	}
	if raw, err := os.ReadFile(filepath.Join(copied, "record", "checkpoint")); err != nil || strings.Count(string(raw), "—") != 1 || !strings.HasPrefix(checkpoint, string(raw)) {
		t.Errorf("the copy's checkpoint: %v\n%s", err, raw)
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
	return func(out http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			n++
		}
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
	// Brought back, and nothing published yet: the witness is asked once, and knows.
	back := openTown(t, older)
	back.round()
	if len(back.held) != 1 || !strings.Contains(back.held[0], "the witness one.example shows a checkpoint over 7 entries that this briefing's key signed, and the record here has 4") {
		t.Errorf("%q", back.held)
	}
	_, err := back.ledger.Append(t.Context(), back.act(brief.Publish, "item", 0, brief.Development{Headline: "Another history"}))
	if brief.KindOf(err) != brief.KindUnavailable || !strings.Contains(err.Error(), "the briefing is held: the witness one.example") {
		t.Errorf("publishing goes on: %v", err)
	}
	// Somebody takes the guard away and publishes on.
	delete(back.guard.held, back.id)
	back.held = nil
	back.publish(1, "Another history")
	back.round()
	if len(back.held) != 1 || !strings.Contains(back.held[0], "the witness one.example shows a checkpoint over 7 entries that this briefing's key signed, and the record here has 5") {
		t.Errorf("%q", back.held)
	}
	delete(back.guard.held, back.id)
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
	if n := strings.Count(back.said.String(), "went back"); n != 3 {
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

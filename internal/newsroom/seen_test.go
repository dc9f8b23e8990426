package newsroom

import (
	"database/sql"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// heldForTest insists that nothing can be published, that the sentence says why, and that readers are served.
func heldForTest(t *testing.T, room *Room, says string) {
	t.Helper()
	_, err := tryPublish(t, room.commands(t), "A fork")
	if brief.KindOf(err) != brief.KindUnavailable || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "ukraine is held") {
		t.Errorf("publishing: %v, want %q", err, says)
	}
	if _, headers := whole(t, http.DefaultClient, room.ReadersURL()+"/ukraine/", "en"); !strings.Contains(headers, "Etag") {
		t.Error("readers are not served")
	}
	if text, _ := whole(t, signedIn(t, room), room.DeskURL()+"/inbox", "en"); !strings.Contains(string(text), "ukraine is held") {
		t.Error("the desk's pages do not say so")
	}
}

// TestDatabasePutBackByHandIsHeld copies the database back as it was before: an older one, and one with another history.
func TestDatabasePutBackByHandIsHeld(t *testing.T) {
	t.Parallel()
	data := sampleFolder(t)
	file := filepath.Join(data, "livebrief.db")
	old := contentOf(t, file)
	room, stop := serving(t, data, "")
	publishForTest(t, room.commands(t), "Seen by readers")
	stop()
	newest := contentOf(t, file)

	put := func(raw []byte) {
		t.Helper()
		if err := os.WriteFile(file, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(old)
	room, stop = serving(t, data, "")
	heldForTest(t, room, "and readers have seen")
	stop()
	mark := filepath.Join(data, keysName, string(ukraineOf(t, room))+".seen")
	remembered := contentOf(t, mark)

	// The same length, but another entry: made on the old one while nobody remembered.
	if err := os.Remove(mark); err != nil {
		t.Fatal(err)
	}
	room, stop = serving(t, data, "")
	heldForTest(t, room, "nobody has shown")
	checkpoint := filepath.Join(t.TempDir(), "checkpoint")
	saveCheckpoint(t, room, checkpoint)
	stop()
	mustCommand(t, "--data", data, "restore", "--release", "--checkpoint", checkpoint)
	room, stop = serving(t, data, "")
	publishForTest(t, room.commands(t), "Another history")
	stop()
	if err := os.WriteFile(mark, remembered, 0o600); err != nil {
		t.Fatal(err)
	}
	room, stop = serving(t, data, "")
	heldForTest(t, room, "are not those that readers have seen")
	stop()

	put(newest)
	room, _ = serving(t, data, "")
	publishForTest(t, room.commands(t), "The newest database is back")
}

// ukraineOf gives the id of the sample's briefing.
func ukraineOf(t *testing.T, room *Room) brief.BriefingID {
	t.Helper()
	room.press.mu.RLock()
	defer room.press.mu.RUnlock()
	id, ok := room.press.names["ukraine"]
	if !ok {
		t.Fatal("there is no such briefing")
	}
	return id
}

// TestStoreThatFallsBehindWhileServingIsHeld takes the last entry away from under a running server, as a standby does
// that had not received it.
func TestStoreThatFallsBehindWhileServingIsHeld(t *testing.T) {
	t.Parallel()
	data := sampleFolder(t)
	room, _ := serving(t, data, "")
	publishForTest(t, room.commands(t), "Seen by readers")
	db, err := sql.Open("sqlite", filepath.Join(data, "livebrief.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE briefings SET head = head - 1"); err != nil {
		t.Fatal(err)
	}
	heldForTest(t, room, "and readers have seen")
	if _, err := db.Exec("UPDATE briefings SET head = head + 1"); err != nil {
		t.Fatal(err)
	}
	heldForTest(t, room, "and readers have seen") // until somebody looks and starts it again
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestHeldBriefingTakesNoActAndSaysSoOnce holds a briefing from outside: acts, embargoes and embargoes that lift are
// refused, another briefing goes on, and what the log and the output say is said once.
func TestHeldBriefingTakesNoActAndSaysSoOnce(t *testing.T) {
	data := sampleFolder(t)
	var log, out safeBuffer
	room, err := Open(t.Context(), data, Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0"}, &log)
	if err != nil {
		t.Fatal(err)
	}
	defer room.Close()
	id := ukraineOf(t, room)
	due := benchAct(t, id, brief.Publish, "due", developmentForTest("Due"))
	due.EmbargoUntil = room.now().Add(1e9)
	if _, err := room.ledger.Embargo(t.Context(), due); err != nil {
		t.Fatal(err)
	}
	before, err := room.store.Head(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	reason := brief.Unavailable("the briefing ukraine is held: a witness has seen more", "ask the witness", nil)
	room.guard.hold(id, reason)
	room.guard.hold(id, reason)
	_, acted := room.ledger.Append(t.Context(), benchAct(t, id, brief.Publish, "act", developmentForTest("Act")))
	_, waits := room.ledger.Embargo(t.Context(), due)
	lifts := room.ledger.lift(t.Context(), room.now().Add(2e9))
	for what, err := range map[string]error{"an act": acted, "an embargo": waits, "a lift": lifts} {
		if brief.KindOf(err) != brief.KindUnavailable || !strings.Contains(err.Error(), "a witness has seen more") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if after, err := room.store.Head(t.Context(), id); after != before || err != nil {
		t.Errorf("the record grew from %d to %d, %v", before, after, err)
	}
	if next, err := room.store.NextLift(t.Context()); next.IsZero() || err != nil {
		t.Errorf("the embargo is gone, %v", err)
	}
	if err := room.announce(&out); err != nil {
		t.Fatal(err)
	}
	if text := string(out.Bytes()); strings.Count(text, "a witness has seen more") != 1 || !strings.HasPrefix(text, "readers http://") {
		t.Errorf("said %q", text)
	}
	for range 3 {
		room.liftDue(t.Context())
	}
	if text := string(log.Bytes()); strings.Count(text, "publishing is held") != 1 || strings.Count(text, "could not be lifted") > 1 {
		t.Errorf("the log says %s", text)
	}
}

// TestManyWhoPublishAtOnceAreNotTakenForARollback publishes from many sides: nobody is told that the store fell behind.
func TestManyWhoPublishAtOnceAreNotTakenForARollback(t *testing.T) {
	room, _ := serving(t, sampleFolder(t), "")
	id := ukraineOf(t, room)
	var all sync.WaitGroup
	for i := range 32 {
		all.Go(func() {
			for n := range 40 {
				act := benchAct(t, id, brief.Publish, brief.ItemID(fmt.Sprintf("many%d-%d", i, n)), developmentForTest("One of many"))
				if _, err := room.ledger.Append(t.Context(), act); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

// TestMarkOutlivesWhatAPowerLossLeaves reads marks whose last lines never reached the disk, or reached it in part.
func TestMarkOutlivesWhatAPowerLossLeaves(t *testing.T) {
	m := marks{t.TempDir()}
	one, two := record.Tree{Size: 1, Root: tlog.Hash{1}}, record.Tree{Size: 12, Root: tlog.Hash{2}}
	for name, c := range map[string]struct {
		text string
		want int64
	}{
		"one":              {markLine(one), 1},
		"two":              {markLine(one) + markLine(two), 12},
		"torn":             {markLine(one) + markLine(two)[:20], 1},
		"without its end":  {markLine(one) + strings.TrimSuffix(markLine(two), "\n"), 1},
		"zeros":            {markLine(one) + strings.Repeat("\x00", 48), 1},
		"zeros between":    {markLine(one) + strings.Repeat("\x00", 48) + "\n" + markLine(two), 12},
		"nothing":          {"", -1},
		"something else":   {"hello\n", -1},
		"another spelling": {"0" + markLine(one), -1},
	} {
		if err := os.WriteFile(m.file("b"), []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, found, err := m.read("b")
		if err != nil || found != (c.want >= 0) || found && got.Size != c.want {
			t.Errorf("%s: %d, %v, %v; want %d", name, got.Size, found, err, c.want)
		}
	}
	if _, found, err := m.read("other"); found || err != nil {
		t.Errorf("a mark that is not there: %v, %v", found, err)
	}
}

// TestMarkStaysSmall publishes often and looks at what is remembered: the newest, in a small file for its owner.
func TestMarkStaysSmall(t *testing.T) {
	g := newGuard(keyring{t.TempDir()}, nil)
	if err := g.begin("b"); err != nil {
		t.Fatal(err)
	}
	for n := range int64(3 * addedAtMost) {
		if err := g.keepMark("b", record.Tree{Size: n + 1}); err != nil {
			t.Fatal(err)
		}
	}
	got, found, err := g.marks.read("b")
	if err != nil || !found || got.Size != 3*addedAtMost {
		t.Errorf("%+v, %v, %v", got, found, err)
	}
	info, err := os.Stat(g.marks.file("b"))
	if err != nil || info.Size() > 32<<10 || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

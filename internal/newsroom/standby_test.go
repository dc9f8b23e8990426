package newsroom

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/store/pgtest"
)

// twoServers are two servers on one database, each with a data folder of its own.
type twoServers struct {
	t        *testing.T
	database string
}

// open runs a server of the pair and gives what it logs.
func (p *twoServers) open(data string) (*Room, *safeBuffer, func()) {
	p.t.Helper()
	log := &safeBuffer{}
	ctx, cancel := context.WithCancel(context.Background())
	room, err := Open(ctx, data, Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0", Store: p.database}, log)
	if err != nil {
		p.t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- room.Run(ctx, io.Discard) }()
	stopped := false
	stop := func() {
		if !stopped {
			stopped = true
			cancel()
			if err := errors.Join(<-done, room.Close()); err != nil {
				p.t.Error(err)
			}
		}
	}
	p.t.Cleanup(stop)
	if err := await(room.DeskURL()+"/sign-in", filepath.Join(data, deskFileName)); err != nil {
		p.t.Fatal(err)
	}
	return room, log, stop
}

// folder makes the data folder of the second server: the keys of the first without its marks, and the same token.
func (p *twoServers) folder(of *Room) string {
	p.t.Helper()
	data := filepath.Join(p.t.TempDir(), "second")
	copyKeys(p.t, of.folder.path, data)
	left, err := of.folder.readDesk()
	if err == nil {
		err = besideFolder(data).writeDesk(deskFile{Token: left.Token})
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return data
}

// until waits for something that another server brings about.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("in vain waited for: " + what)
		}
	}
}

func shows(t *testing.T, room *Room, words string) bool {
	page, _ := whole(t, http.DefaultClient, room.ReadersURL()+"/ukraine/", "en")
	return strings.Contains(string(page), words)
}

// TestSecondServerStandsByAndTakesOver runs two servers on one database: one writes, the other shows readers what it
// wrote, and goes on where it ended.
func TestSecondServerStandsByAndTakesOver(t *testing.T) {
	t.Parallel()
	p := &twoServers{t, cluster.Database(t)}
	north, _, stopNorth := p.open(filepath.Join(t.TempDir(), "first"))
	if err := north.loadSample(t.Context()); err != nil {
		t.Fatal(err)
	}
	southFolder := p.folder(north)
	south, said, stopSouth := p.open(southFolder)
	if !north.writes() || south.writes() {
		t.Fatalf("the first writes: %v, the second: %v", north.writes(), south.writes())
	}
	if !bytes.Contains(said.Bytes(), []byte("this server stands by and serves readers")) {
		t.Errorf("the second says %q", said.Bytes())
	}
	_, err := tryPublish(t, south.commands(t), "From the wrong desk")
	if brief.KindOf(err) != brief.KindUnavailable || !strings.Contains(err.Error(), "another server ("+serverName()+") writes to this database since ") ||
		!strings.Contains(err.Error(), "use the desk of that server; when it ends, this one takes over by itself") {
		t.Errorf("publishing at the second: %v", err)
	}
	if status, text := asked(t, south.DeskURL()+"/ready"); status != http.StatusServiceUnavailable || !strings.Contains(text, "this one stands by") {
		t.Errorf("the second is ready: %d %q", status, text)
	}
	publishForTest(t, north.commands(t), "Published by the first")
	until(t, "the readers of the second see it", func() bool { return shows(t, south, "Published by the first") })

	stopNorth()
	until(t, "the second takes over", south.writes)
	publishForTest(t, south.commands(t), "Published by the second")
	if log := said.Bytes(); !bytes.Contains(log, []byte("this server writes now")) || bytes.Contains(log, []byte("publishing is held")) {
		t.Errorf("the second says %q", log)
	}

	// The first comes back with marks that are older, and stands by in its turn.
	north, said, _ = p.open(north.folder.path)
	if north.writes() || !shows(t, north, "Published by the second") {
		t.Errorf("the first writes (%v), or its readers are behind", north.writes())
	}
	publishForTest(t, south.commands(t), "The second goes on")
	stopSouth()
	until(t, "the first takes over again", north.writes)
	publishForTest(t, north.commands(t), "The first goes on")
	if !shows(t, north, "The second goes on") || bytes.Contains(said.Bytes(), []byte("publishing is held")) {
		t.Errorf("the first is behind, or says %q", said.Bytes())
	}
	if err := north.store.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestServerThatIsOvertakenStepsDown ends the session of the writer behind its back; it may write again only once the
// other has ended.
func TestServerThatIsOvertakenStepsDown(t *testing.T) {
	t.Parallel()
	p := &twoServers{t, cluster.Database(t)}
	north, said, _ := p.open(filepath.Join(t.TempDir(), "first"))
	if err := north.loadSample(t.Context()); err != nil {
		t.Fatal(err)
	}
	south, _, stopSouth := p.open(p.folder(north))
	db, err := sql.Open("pgx", p.database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var first string
	if err := db.QueryRow("SELECT session FROM writer").Scan(&first); err != nil {
		t.Fatal(err)
	}
	until(t, "the second writes", func() bool { // both are after the lock as soon as it is free
		_, err := db.Exec(`SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
			WHERE locktype = 'advisory' AND objid = 1 AND application_name = $1`, first)
		return err == nil && south.writes()
	})
	until(t, "the first knows it", func() bool { return !north.writes() && bytes.Contains(said.Bytes(), []byte("stands by")) })
	publishForTest(t, south.commands(t), "Published by the second")
	if _, err := tryPublish(t, north.commands(t), "A fork"); brief.KindOf(err) != brief.KindUnavailable {
		t.Errorf("publishing at the first: %v", err)
	}
	stopSouth()
	until(t, "the first writes again, without a restart", north.writes)
	publishForTest(t, north.commands(t), "And again by the first")
	if !shows(t, north, "Published by the second") {
		t.Error("what the second published is not on the pages of the first")
	}
}

// TestStandbyWithoutTheKeySaysSo leaves the key of a briefing where it was made.
func TestStandbyWithoutTheKeySaysSo(t *testing.T) {
	t.Parallel()
	p := &twoServers{t, cluster.Database(t)}
	north, _, stopNorth := p.open(filepath.Join(t.TempDir(), "first"))
	if err := north.loadSample(t.Context()); err != nil {
		t.Fatal(err)
	}
	data := p.folder(north)
	if err := os.Remove(north.folder.keys().file(ukraineOf(t, north), keyFile)); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(data, keysName)); err != nil {
		t.Fatal(err)
	}
	south, said, _ := p.open(data)
	until(t, "it says whose key is missing", func() bool {
		return bytes.Contains(said.Bytes(), []byte("this server could not publish a briefing after taking over")) &&
			bytes.Contains(said.Bytes(), []byte("the key of this briefing is not in the data folder"))
	})
	stopNorth()
	until(t, "the second takes over", south.writes)
	if _, err := tryPublish(t, south.commands(t), "Without a key"); brief.KindOf(err) != brief.KindUnavailable || !strings.Contains(err.Error(), "the key of this briefing is not in the data folder") {
		t.Errorf("publishing without the key: %v", err)
	}
}

// TestKeyOfABriefingThatMayBeThereIsKept cuts the database off when it has made a briefing and cannot say so any more.
func TestKeyOfABriefingThatMayBeThereIsKept(t *testing.T) {
	t.Parallel()
	cut := pgtest.NewCutter(t, cluster.Database(t))
	p := &twoServers{t, cut.URL}
	room, _, _ := p.open(filepath.Join(t.TempDir(), "first"))
	if err := room.loadSample(t.Context()); err != nil {
		t.Fatal(err)
	}
	begin := func(name brief.Name) error {
		return room.commands(t).do(t.Context(), request{method: "POST", path: "/api/briefings",
			body: map[string]any{"template": "blank", "name": name, "title": "Second"}}, nil)
	}
	cut.Arm(pgtest.AfterCommit)
	if err := begin("second"); brief.KindOf(err) != brief.KindUnavailable || !strings.Contains(err.Error(), "before it could say whether it kept this") {
		t.Fatal(err)
	}
	until(t, "it writes again", room.writes)
	rows, err := room.store.Briefings(t.Context())
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d briefings, %v: the cut came at another moment", len(rows), err)
	}
	for _, row := range rows {
		if _, err := room.folder.keys().signer(row.ID); err != nil {
			t.Errorf("%s: %v", row.Name, err)
		}
	}
	until(t, "readers find it", func() bool { _, _, err := room.press.Find(t.Context(), "second"); return err == nil })
	d := developmentForTest("It goes on")
	d.Track = ""
	if err := room.commands(t).do(t.Context(), request{method: "POST", path: "/api/briefings/second/acts",
		body: actRequest{Kind: brief.Publish, Development: d}}, nil); err != nil {
		t.Error(err)
	}
}

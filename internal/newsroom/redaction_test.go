package newsroom

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/mirror"
)

// secretName is the text that has to go. It stands nowhere else.
const secretName = "Kanarienvogel731"

// drill is a briefing in which a name stands that has to go, and everything that may repeat it.
type drill struct {
	t    *testing.T
	room *Room
	cl   *client
	id   brief.BriefingID
	// told are the entries that hold the name, item the development among them.
	told []brief.Seq
	item brief.ItemID
	head brief.Seq
}

// newDrill publishes the name in every way: in a headline, in a text and its correction, in a note, and at a glance.
func newDrill(t *testing.T) *drill {
	t.Helper()
	return newDrillIn(t, startRoom(t, true))
}

// newDrillIn does so in a newsroom that runs, with the sample in it.
func newDrillIn(t *testing.T, room *Room) *drill {
	t.Helper()
	d := &drill{t: t, room: room, cl: room.commands(t), id: room.press.order[0]}
	made := publishForTest(t, d.cl, secretName+" speaks to the investigators")
	d.item = made.Entry.Item
	correctForTest(t, d.cl, made, secretName+" spoke to the investigators", "The first version of what "+secretName+" did was early.")
	publishForTest(t, d.cl, "Something else happened")
	state, err := room.press.Current(t.Context(), d.id)
	if err != nil {
		t.Fatal(err)
	}
	d.head = state.Seq
	d.told = []brief.Seq{made.Entry.Seq, made.Entry.Seq + 1}
	if err := room.store.SaveSnapshot(t.Context(), d.id, state.Seq, state.Encode()); err != nil {
		t.Fatal(err)
	}
	// A draft that goes on from the text, as an editor leaves it open.
	raw := []byte(`{"headline":"` + secretName + ` speaks again"}`)
	if _, err := room.store.SaveDraft(t.Context(), brief.Draft{Briefing: d.id, Kind: brief.Update, Item: d.item, IfRev: 2, Body: raw}); err != nil {
		t.Fatal(err)
	}
	return d
}

// places are the addresses that can show the name: pages of every kind, feeds, segments, and editions as they stood.
func (d *drill) places() []string {
	paths := []string{"p/" + string(d.item), "p/" + string(d.item) + "/history", "p/" + string(d.item) + "/proof", "", "lite", "track/world", "day/2023-01-31",
		"box", "embed", "corrections", "feed.atom", "feed.rss", "feed.json", "track/world/feed.atom", "changes/" + strconv.Itoa(int(d.told[0]-1)),
		"log/" + strconv.Itoa(int(d.told[0])/32) + ".json"}
	for seq := d.told[0]; seq <= d.head; seq++ {
		paths = append(paths, "as-of/"+strconv.Itoa(int(seq)))
	}
	return paths
}

// showing lists the places that show the name now.
func (d *drill) showing() []string { return d.showingAt(d.room.ReadersURL()) }

// showingAt lists those of the server whose readers are served at home.
func (d *drill) showingAt(home string) (where []string) {
	d.t.Helper()
	for _, path := range d.places() {
		body, _ := whole(d.t, http.DefaultClient, home+"/ukraine/"+path, "en")
		if bytes.Contains(body, []byte(secretName)) {
			where = append(where, path)
		}
	}
	return where
}

// heard gives what somebody hears on the stream who comes back from before the name was told.
func (d *drill) heard() string {
	d.t.Helper()
	ctx, cancel := context.WithCancel(d.t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", d.room.ReadersURL()+"/ukraine/live", nil)
	if err != nil {
		d.t.Fatal(err)
	}
	req.Header.Set("Last-Event-ID", strconv.Itoa(int(d.told[0]-1)))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		d.t.Fatal(err)
	}
	defer res.Body.Close()
	state, err := d.room.press.Current(ctx, d.id)
	if err != nil {
		d.t.Fatal(err)
	}
	var said strings.Builder
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 4<<20)
	last := fmt.Sprintf("id: %d", state.Seq)
	for done := false; lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if done = done || lines.Text() == last; done && lines.Text() == "" {
			return said.String()
		}
	}
	d.t.Fatalf("the stream ended before entry %d: %v", state.Seq, lines.Err())
	return ""
}

// redact takes the name out, and gives the entry that says so.
func (d *drill) redact() brief.Seq {
	d.t.Helper()
	var answer actAnswer
	err := d.cl.do(d.t.Context(), request{method: "POST", path: "/api/briefings/ukraine/redactions", body: map[string]any{"item": d.item, "class": "safety",
		"reason": "It put somebody at risk."}}, &answer)
	if err != nil {
		d.t.Fatal(err)
	}
	return answer.Entry.Seq
}

// export writes a copy of the newest edition.
func (d *drill) export(name string) string {
	d.t.Helper()
	e, err := copies{d.room.store, d.room.folder.keys()}.edition(d.t.Context(), d.id)
	if err != nil {
		d.t.Fatal(err)
	}
	dir := filepath.Join(d.t.TempDir(), name)
	if _, _, err := mirror.WriteFolder(dir, e); err != nil {
		d.t.Fatal(err)
	}
	return dir
}

// holding lists the files of a folder in which the name stands.
func (d *drill) holding(dir string) (files []string) {
	d.t.Helper()
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		raw, err := os.ReadFile(name)
		if bytes.Contains(raw, []byte(secretName)) {
			rel, _ := filepath.Rel(dir, name)
			files = append(files, rel)
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return files
}

func (d *drill) verify(dir string, pins mirror.Pins) *mirror.Result {
	d.t.Helper()
	c, err := mirror.OpenFolder(dir)
	if err != nil {
		d.t.Fatal(err)
	}
	defer c.Close()
	r, err := mirror.Verify(d.t.Context(), c, mirror.Options{Pins: pins})
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

// TestRedactionDrill removes a name and looks for it in everything that repeated it: pages, feeds, segments, the ring,
// editions as they stood, drafts, the database with its log, and copies made afterwards.
func TestRedactionDrill(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	if where := d.showing(); len(where) < 16 {
		t.Fatalf("before, only %q show the name: the drill looks in the wrong places", where)
	}
	if !strings.Contains(d.heard(), secretName) {
		t.Fatal("before, the stream does not tell the name")
	}
	before := d.export("before")
	if files := d.holding(before); len(files) < 8 {
		t.Fatalf("before, only %q hold the name", files)
	}
	pins := mirror.Pins{}
	pin := d.verify(before, pins).Pin()
	pins[pin.Origin] = pin

	by := d.redact()

	if where := d.showing(); len(where) > 0 {
		t.Errorf("%q still show the name", where)
	}
	if said := d.heard(); strings.Contains(said, secretName) {
		t.Error("the stream still tells the name")
	} else if !strings.Contains(said, `"kind":"redact"`) || strings.Count(said, `"body":null`) != len(d.told) {
		t.Error("the stream does not tell that something was removed")
	}
	page, _ := whole(t, http.DefaultClient, d.room.ReadersURL()+"/ukraine/as-of/"+strconv.Itoa(int(d.told[1])), "en")
	if _, gap, ok := bytes.Cut(page, []byte(`id="d-`+string(d.item)+`"`)); !ok || !bytes.Contains(gap[:600], []byte("Removed openly")) ||
		!bytes.Contains(gap[:600], []byte(fmt.Sprintf("Entry %d of the record", by))) {
		t.Error("the edition as it stood does not show where the gap is, and which entry says so")
	}
	if files := d.holding(d.room.folder.path); len(files) > 0 {
		t.Errorf("%q of the data folder still hold the name", files)
	}
	after := d.export("after")
	if files := d.holding(after); len(files) > 0 {
		t.Errorf("%q of a copy made afterwards hold the name", files)
	}

	r := d.verify(after, pins)
	if r.Verdict() != mirror.Intact || r.KnownBy != "pin" {
		t.Errorf("the copy made afterwards is %s: %v", r.Verdict(), r.Faults)
	}
	for _, seq := range d.told {
		if !slices.Contains(r.Removed, mirror.Gone{Seq: seq, By: by, Class: "safety"}) {
			t.Errorf("entry %d is not said to be removed openly: %v", seq, r.Removed)
		}
	}
	pins[pin.Origin] = r.Pin()
	if r := d.verify(before, pins); r.Verdict() != mirror.Stale {
		t.Errorf("the copy from before is %s to somebody who knows the newer one", r.Verdict())
	}
}

// TestNoCacheKeepsARemovedTextLong looks at how long caches on the way may keep what a redaction can take out.
func TestNoCacheKeepsARemovedTextLong(t *testing.T) {
	const longest = 5 * time.Minute
	d := newDrill(t)
	for _, path := range d.places() {
		res, err := http.Get(d.room.ReadersURL() + "/ukraine/" + path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		control := res.Header.Get("Cache-Control")
		if control == "" || strings.Contains(control, "immutable") {
			t.Errorf("%s may be kept for ever: %q", path, control)
		}
		fresh, stale := 0, 0
		for part := range strings.SplitSeq(control, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
			seconds, _ := strconv.Atoi(value)
			switch name {
			case "max-age", "s-maxage":
				fresh = max(fresh, seconds)
			case "stale-while-revalidate", "stale-if-error":
				stale = max(stale, seconds)
			}
		}
		if time.Duration(fresh+stale)*time.Second > longest {
			t.Errorf("%s may be handed out for %d seconds: %q", path, fresh+stale, control)
		}
	}
}

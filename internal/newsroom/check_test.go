package newsroom

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/store"
)

// longRoom opens a newsroom with a briefing of 1,100 entries: one edition of it is kept, after a redaction. Nothing runs
// on it but who holds it.
func longRoom(t *testing.T, data, address string) *Room {
	t.Helper()
	room, err := Open(t.Context(), data, Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0", Store: address}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	first := brief.Briefing{Name: "bench", Title: "Bench", Template: "blank", Zone: "Europe/Kyiv", Languages: []string{"en"},
		Tracks: []brief.Track{{ID: "news", Name: "News", Order: 1}}, Sections: []brief.Section{brief.SectionGlance}, State: brief.Open}
	if _, err := room.ledger.CreateBriefing(t.Context(), benchAct(t, "bench", brief.EntryBriefing, brief.ItemBriefing, first), "bench"); err != nil {
		t.Fatal(err)
	}
	var acts []brief.Act
	for i := range 1098 {
		acts = append(acts, benchAct(t, "bench", brief.Publish, brief.ItemID(fmt.Sprintf("item%d", i)), benchDevelopment(i)))
	}
	appendTo(t, room, acts[:600]...)
	appendTo(t, room, redactionForTest(t, "item7", 9))
	appendTo(t, room, acts[600:]...)
	return room
}

func appendTo(t *testing.T, room *Room, acts ...brief.Act) {
	t.Helper()
	if _, err := room.ledger.Append(t.Context(), acts...); err != nil {
		t.Fatal(err)
	}
}

// redactionForTest takes away the one entry of an item.
func redactionForTest(t *testing.T, item brief.ItemID, seq brief.Seq) brief.Act {
	t.Helper()
	act := benchAct(t, "bench", brief.Redact, item, brief.Redaction{Target: item, Class: "law", Reason: "A court ordered it.", Removed: []brief.Removed{{Seq: seq}}})
	act.Role = brief.Chief
	return act
}

// wordFunc hears every word of progress.
type wordFunc func(word string)

func (f wordFunc) Write(p []byte) (int, error) {
	f(string(p))
	return len(p), nil
}

// checked runs the command as the command line does and gives what it printed.
func checked(t *testing.T, data, address string, hear wordFunc) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := (&checkCommand{Store: address}).Run(t.Context(), &Streams{Out: &out, Err: io.Discard, Progress: hear}, &Common{Data: data})
	return out.String(), err
}

// TestCheckBesideAServerThatPublishes has an entry come in at every word of progress, and a redaction of something that
// is still to be checked.
func TestCheckBesideAServerThatPublishes(t *testing.T) {
	for name, address := range map[string]func() string{"sqlite": func() string { return "" }, "postgres": func() string { return cluster.Database(t) }} {
		t.Run(name, func(t *testing.T) {
			data, url := filepath.Join(t.TempDir(), "data"), address()
			room := longRoom(t, data, url)
			defer room.Close()
			heard, came := []string{}, 0
			quiet := func(word string) {
				heard = append(heard, strings.TrimPrefix(word, "\r\033[K"))
			}
			out, err := checked(t, data, url, quiet)
			if err != nil {
				t.Fatal(err)
			}
			wantLines(t, out, "another livebrief holds the data folder", "ok  bench: 1100 entries, every leaf, text and the root agree; signed by "+room.press.fingerprint("bench")+"; kept editions that agree: 1")
			if got, want := strings.Join(heard, "|"), "the database itself|bench: 512 of 1100 entries|bench: 1024 of 1100 entries|bench: 1100 of 1100 entries|bench: kept edition 1024 of 1100|"; got != want {
				t.Errorf("heard %q, want %q", got, want)
			}
			busy := func(word string) {
				if !strings.Contains(word, "bench") {
					return
				}
				came++
				appendTo(t, room, benchAct(t, "bench", brief.Update, "item900", benchDevelopment(came)))
				if came == 1 {
					appendTo(t, room, redactionForTest(t, "item1000", 1003)) // beyond what was read; the kept edition goes with it
				}
			}
			out, err = checked(t, data, url, busy)
			if err != nil {
				t.Fatal(err)
			}
			wantLines(t, out, "ok  bench: 1100 entries", "kept editions that agree: 0")
			if came != 3 {
				t.Errorf("%d words", came)
			}
			out, err = checked(t, data, url, func(string) {})
			if err != nil {
				t.Fatal(err)
			}
			wantLines(t, out, "ok  bench: 1104 entries")
		})
	}
}

func wantLines(t *testing.T, out string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(out, w) {
			t.Errorf("%q is not in\n%s", w, out)
		}
	}
}

// TestKeptEditionThatIsAnotherIsFound puts a sound state of another edition, and something that is none, in the place of
// the one that is kept.
func TestKeptEditionThatIsAnotherIsFound(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	room := longRoom(t, data, "")
	defer room.Close()
	other := edition.New()
	if err := foldTo(t.Context(), room.store, "bench", other, 1023, nil); err != nil {
		t.Fatal(err)
	}
	sound := keptState(t, room.store)
	for name, state := range map[string][]byte{"another edition": other.Encode(), "nothing of the sort": []byte("nonsense"), "a bit less": sound[:len(sound)-1]} {
		if err := room.store.SaveSnapshot(t.Context(), "bench", 1024, state); err != nil {
			t.Fatal(err)
		}
		out, err := checked(t, data, "", func(string) {})
		if err == nil || exitCode(err) != exitFailure || strings.Contains(out, "ok  ") {
			t.Fatalf("%s: %v, %s", name, err, out)
		}
		if want := "in the briefing bench, the edition 1024 that is kept in the database is not the one that the record makes; stop the server"; !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := room.store.SaveSnapshot(t.Context(), "bench", 1024, sound); err != nil {
		t.Fatal(err)
	}
	if _, err := checked(t, data, "", func(string) {}); err != nil {
		t.Error(err)
	}
}

func keptState(t *testing.T, st *store.Store) []byte {
	t.Helper()
	seq, state, err := st.Snapshot(context.Background(), "bench", 1100)
	if err != nil || seq != 1024 {
		t.Fatalf("the edition that is kept is %d: %v", seq, err)
	}
	return state
}

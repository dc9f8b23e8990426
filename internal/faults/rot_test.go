package faults

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/store"
)

// contents are the queries for what the record consists of: every column that a page, a mirror or a proof is made of.
var contents = []string{
	"SELECT 'entry', briefing, seq, kind, item, shown_at, leaf FROM entries ORDER BY briefing, seq",
	"SELECT 'body', briefing, seq, removed, '', body, salt FROM bodies ORDER BY briefing, seq",
	"SELECT 'hash', briefing, place, '', '', hash, '' FROM hashes ORDER BY briefing, place",
	"SELECT 'checkpoint', briefing, size, '', '', signed, '' FROM checkpoints ORDER BY briefing",
	"SELECT 'briefing', id, head, at, reconstruction, name, origin FROM briefings ORDER BY id",
	"SELECT 'item', briefing, item, rev, head, withdrawn, '' FROM items ORDER BY briefing, item",
	"SELECT 'removal', briefing, seq, by_seq, class, at, '' FROM removals ORDER BY briefing, seq",
}

// row is one row of the contents.
type row [7][]byte

// read gives the contents of a database file, without any of the program's own code.
func read(file string) (rows []row, err error) {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?mode=ro&immutable=1")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	for _, query := range contents {
		found, err := db.Query(query)
		if err != nil {
			return nil, err
		}
		for found.Next() {
			var r row
			if err := found.Scan(&r[0], &r[1], &r[2], &r[3], &r[4], &r[5], &r[6]); err != nil {
				return nil, errors.Join(err, found.Close())
			}
			rows = append(rows, r)
		}
		if err := errors.Join(found.Err(), found.Close()); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// differ says where two contents differ first, and nothing when they are the same.
func differ(a, b []row) string {
	if len(a) != len(b) {
		return fmt.Sprintf("%d rows instead of %d", len(b), len(a))
	}
	for i := range a {
		for j := range a[i] {
			if !bytes.Equal(a[i][j], b[i][j]) {
				return fmt.Sprintf("%s %s: column %d is %.40q instead of %.40q", a[i][0], a[i][2], j, b[i][j], a[i][j])
			}
		}
	}
	return ""
}

// span is a range of bytes of the file.
type span struct{ from, to int }

// locate finds where the long values of the rows stand in the file: leaves, bodies, salts, hashes and checkpoints. A
// value that runs over several pages is found in pieces.
func locate(raw []byte, rows []row) map[string][]span {
	const least = 24
	places := map[string][]span{}
	for _, r := range rows {
		for _, value := range r[5:] {
			for len(value) >= least {
				at := bytes.Index(raw, value[:least])
				if at < 0 {
					break
				}
				n := least
				for n < len(value) && at+n < len(raw) && raw[at+n] == value[n] {
					n++
				}
				kind := string(r[0])
				places[kind] = append(places[kind], span{at, at + n})
				value = value[n:]
			}
		}
	}
	return places
}

// rotting is a campaign of flipped bits on copies of one data folder.
type rotting struct {
	data  string
	sound []byte
	truth []row
	// judge says whether a data folder is sound.
	judge func(data string) error
	flips map[string]int
	// harmed counts flips that changed the contents; missed are those among them that the judge let through;
	// crashed are judgements that ended in a crash.
	harmed          int
	missed, crashed []string
	mu              sync.Mutex
}

// TestEveryFlippedBitOfTheRecordIsFound flips single bits in the database of a stopped program.
func TestEveryFlippedBitOfTheRecordIsFound(t *testing.T) {
	t.Parallel()
	p := program(t)
	var judged atomic.Int64
	r := newRotting(t, func(data string) error {
		if every := int64(rounds(10, 1)); judged.Add(1)%every == 0 {
			return check(p, data)
		}
		return checkHere(data)
	})
	r.strike(t, seed(t), rounds(100, 1000))
	t.Logf("flips %v: %d changed the record, %d of them missed, %d crashes", r.flips, r.harmed, len(r.missed), len(r.crashed))
	for _, where := range append(r.missed, r.crashed...) {
		t.Error(where)
	}
	if r.harmed < rounds(100, 1000)/2 {
		t.Errorf("only %d flips changed the record: the campaign strikes beside it", r.harmed)
	}
}

// checkHere does what `livebrief check` does without a process of its own, which takes ten times as long to start.
func checkHere(data string) error {
	st, err := store.Open(context.Background(), filepath.Join(data, "livebrief.db"), store.Options{
		Signers: func(id brief.BriefingID) (note.Signer, error) {
			secret, err := os.ReadFile(filepath.Join(data, "keys", string(id)+".key"))
			if err != nil {
				return nil, err
			}
			return record.NewSigner(strings.TrimSpace(string(secret)))
		}})
	if err != nil {
		return err
	}
	return errors.Join(st.Check(context.Background()), st.Close())
}

// TestFlippedBitsAreMissedByTheDatabasesOwnCheck shows that the campaign can fail: SQLite keeps no checksums.
func TestFlippedBitsAreMissedByTheDatabasesOwnCheck(t *testing.T) {
	t.Parallel()
	r := newRotting(t, func(data string) error {
		db, err := sql.Open("sqlite", filepath.Join(data, "livebrief.db"))
		if err != nil {
			return err
		}
		defer db.Close()
		var said string
		if err := db.QueryRow("PRAGMA integrity_check(1)").Scan(&said); err != nil {
			return err
		}
		if said != "ok" {
			return errors.New(said)
		}
		return nil
	})
	r.strike(t, seed(t), 50)
	t.Logf("%d of %d changes were missed by integrity_check", len(r.missed), r.harmed)
	if len(r.missed) == 0 {
		t.Error("a check that cannot see content missed nothing")
	}
}

// newRotting makes a record with corrections, long texts, glances and a removal, and stops the program.
func newRotting(t *testing.T, judge func(string) error) *rotting {
	t.Helper()
	r := &rotting{data: filepath.Join(t.TempDir(), "data"), judge: judge, flips: map[string]int{}}
	if err := serveFurnished(t, r.data).stop(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(r.data, "livebrief.db")
	if _, err := os.Stat(file + "-wal"); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("the write-ahead log is still there after a stop in peace (%v)", err)
	}
	var err error
	if r.sound, err = os.ReadFile(file); err == nil {
		r.truth, err = read(file)
	}
	if err := errors.Join(err, judge(r.data)); err != nil {
		t.Fatal("before any harm: ", err)
	}
	return r
}

// serveFurnished serves a new data folder with that briefing in it.
func serveFurnished(t *testing.T, data string) *server {
	t.Helper()
	s := serve(t, program(t), data)
	c, err := callerOf(s, data)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if err := furnish(c); err != nil {
		t.Fatal(err)
	}
	return s
}

// furnish makes the briefing of these campaigns: corrections, long texts, a glance, and a removal half way.
func furnish(c *caller) error {
	if err := establish(c); err != nil {
		return err
	}
	for n := range 40 {
		made, err := send(c, newsAct(fmt.Sprintf("mark0000a%04d", 2*n), "", 0))
		if err == nil && n%3 == 0 {
			_, err = send(c, newsAct(fmt.Sprintf("mark0000a%04d", 2*n+1), made.item, made.rev))
		}
		if err == nil && n == 20 {
			err = c.do("POST", briefing+"/redactions", "", "", mustJSON(map[string]any{"item": made.item, "class": "law",
				"reason": "A court said so.", "strike": []string{"lorries"}}), nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// flip is one bit of the file.
type flip struct {
	at   int
	bit  int
	kind string
}

// strike flips n bits, each in a copy of its own: two of three where the record's values stand, of every kind
// alike, the third anywhere in the file.
func (r *rotting) strike(t *testing.T, seed uint64, n int) {
	t.Helper()
	places := locate(r.sound, r.truth)
	kinds := []string{"entry", "body", "hash", "checkpoint"}
	for _, kind := range kinds {
		if len(places[kind]) == 0 {
			t.Fatalf("no %s was found in the file", kind)
		}
	}
	random := rand.New(rand.NewPCG(seed, 3))
	work := make(chan flip)
	var workers sync.WaitGroup
	for range 2 {
		data := filepath.Join(t.TempDir(), "data")
		if err := os.CopyFS(data, os.DirFS(r.data)); err != nil {
			t.Fatal(err)
		}
		workers.Go(func() {
			for f := range work {
				r.try(data, f)
			}
		})
	}
	for i := range n {
		f := flip{at: random.IntN(len(r.sound)), bit: random.IntN(8), kind: "anywhere"}
		if i%3 != 2 {
			f.kind = kinds[random.IntN(len(kinds))]
			s := places[f.kind][random.IntN(len(places[f.kind]))]
			f.at = s.from + random.IntN(s.to-s.from)
		}
		r.flips[f.kind]++
		work <- f
	}
	close(work)
	workers.Wait()
}

// try flips one bit and compares what the judge says with what the contents say.
func (r *rotting) try(data string, f flip) {
	file := filepath.Join(data, "livebrief.db")
	raw := bytes.Clone(r.sound)
	raw[f.at] ^= 1 << f.bit
	for _, beside := range []string{"-wal", "-shm", "-journal"} {
		os.Remove(file + beside)
	}
	where := fmt.Sprintf("byte %d of page %d, bit %d (%s)", f.at%4096, f.at/4096+1, f.bit, f.kind)
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		panic(err)
	}
	now, unreadable := read(file)
	harm := differ(r.truth, now)
	if unreadable != nil {
		harm = unreadable.Error()
	}
	found := r.judge(data)
	r.mu.Lock()
	defer r.mu.Unlock()
	if harm != "" {
		r.harmed++
		if found == nil {
			r.missed = append(r.missed, "missed: "+where+", "+harm)
		}
	}
	if found != nil && (strings.Contains(found.Error(), "goroutine ") || strings.Contains(found.Error(), "SIG")) {
		r.crashed = append(r.crashed, "crashed: "+where+": "+found.Error())
	}
}

package faults

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/store"
)

// The sizes in bytes of the parts of SQLite's write-ahead log: its header, and the header of each frame.
const (
	walHeader, frameHeader, pageSize = 32, 24, 4096
	// fraction is how many of the flips get checksums that fit again: every third.
	fraction = 3
)

// logRot is a campaign of flipped bits in the write-ahead log that a killed program left.
type logRot struct {
	data  string
	log   []byte
	truth []row
	// all and kept are how many entries the record has, and how many of them stand in the file without its log.
	all, kept int
	judge     func(data string) error
	mu        sync.Mutex
	// flips counts what was struck; whole, shorter and refused how it ended: with every entry, with fewer, or with an
	// error of the judge.
	flips                   map[string]int
	whole, shorter, refused int
	// cut is a folder whose record lost its end, for the look from outside.
	cut     string
	missed  []string
	crashed []string
}

// TestAFlippedBitOfTheLogCanOnlyShortenTheRecord flips single bits in the log beside the database. Each frame of it
// carries a checksum over all before it, and SQLite takes the first that does not fit for the end. So acknowledged
// acts at the end of the log can be lost, and nothing on that disk can tell: what is left is the true record as it
// once was. That it was longer is known only elsewhere, which is shown here with a pin.
func TestAFlippedBitOfTheLogCanOnlyShortenTheRecord(t *testing.T) {
	t.Parallel()
	p := program(t)
	var judged atomic.Int64
	r := newLogRot(t, func(data string) error {
		if judged.Add(1)%10 == 0 {
			return check(p, data)
		}
		return checkHere(data)
	})
	r.strike(t, seed(t), rounds(60, 1000))
	t.Logf("flips %v in a log of %d bytes over %d of %d entries: %d whole, %d shorter, %d refused, %d missed, %d crashes", r.flips, len(r.log),
		r.all-r.kept, r.all, r.whole, r.shorter, r.refused, len(r.missed), len(r.crashed))
	for _, where := range append(r.missed, r.crashed...) {
		t.Error(where)
	}
	if r.cut == "" {
		t.Fatal("no flip cost an entry: the campaign strikes beside the log")
	}
	r.seenFromOutside(t, p)
}

// TestAForgedLogIsMissedByTheDatabasesOwnCheck shows that the campaign can fail: with checksums that fit, SQLite takes
// any content.
func TestAForgedLogIsMissedByTheDatabasesOwnCheck(t *testing.T) {
	t.Parallel()
	r := newLogRot(t, func(data string) error {
		db, err := sql.Open("sqlite", filepath.Join(data, "livebrief.db"))
		if err != nil {
			return err
		}
		defer db.Close()
		var said string
		if err := db.QueryRow("PRAGMA integrity_check(1)").Scan(&said); err == nil && said != "ok" {
			err = errors.New(said)
		}
		return err
	})
	r.strike(t, seed(t), 60)
	t.Logf("%d of %v were missed by integrity_check", len(r.missed), r.flips)
	if len(r.missed) == 0 {
		t.Error("a check that cannot see content missed nothing")
	}
}

// newLogRot makes a record and kills the program, so that its log stays.
func newLogRot(t *testing.T, judge func(string) error) *logRot {
	t.Helper()
	r := &logRot{data: filepath.Join(t.TempDir(), "data"), judge: judge, flips: map[string]int{}}
	serveFurnished(t, r.data).kill()
	file := filepath.Join(r.data, "livebrief.db")
	without, err := read(file)
	if err != nil {
		t.Fatal(err)
	}
	if r.log, err = os.ReadFile(file + "-wal"); err != nil || len(r.log) < walHeader+frameHeader+pageSize {
		t.Fatalf("the killed program left a log of %d bytes (%v)", len(r.log), err)
	}
	folded := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(folded, os.DirFS(r.data)); err != nil {
		t.Fatal(err)
	}
	if err := checkHere(folded); err != nil {
		t.Fatal("before any harm: ", err)
	}
	if r.truth, err = read(filepath.Join(folded, "livebrief.db")); err != nil {
		t.Fatal(err)
	}
	r.all, r.kept = len(ofKind(r.truth, "entry")), len(ofKind(without, "entry"))
	return r
}

// strike flips n bits of the log, each in a copy of its own.
func (r *logRot) strike(t *testing.T, seed uint64, n int) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 6))
	work := make(chan flip)
	var workers sync.WaitGroup
	for range 2 {
		dir := t.TempDir()
		workers.Go(func() {
			for f := range work {
				r.try(filepath.Join(dir, "data"), f)
			}
		})
	}
	frames := (len(r.log) - walHeader) / (frameHeader + pageSize)
	for i := range n {
		f := flip{at: random.IntN(len(r.log)), bit: random.IntN(8), kind: "anywhere"}
		switch {
		case i%fraction == 1:
			f.kind, f.at = "with checksums", r.content(random)
		case i%20 == 0:
			f.kind, f.at = "header", random.IntN(walHeader)
		case i%4 == 0:
			f.kind, f.at = "frame header", walHeader+random.IntN(frames)*(frameHeader+pageSize)+random.IntN(frameHeader)
		}
		r.flips[f.kind]++
		work <- f
	}
	close(work)
	workers.Wait()
}

// content finds a byte of the record in the log: one of a value that only the log holds, in the newest frame with it,
// because an older one counts no more.
func (r *logRot) content(random *rand.Rand) int {
	const least = 24
	for {
		list := ofKind(r.truth, []string{"entry", "body", "hash"}[random.IntN(3)])
		value := list[len(list)-1-random.IntN(r.all-r.kept)][5]
		if at := bytes.LastIndex(r.log, value[:min(least, len(value))]); at >= 0 {
			return at + random.IntN(min(least, len(value)))
		}
	}
}

// try opens a copy with one bit flipped, and holds what is in it then to the true record.
func (r *logRot) try(data string, f flip) {
	log := bytes.Clone(r.log)
	log[f.at] ^= 1 << f.bit
	if f.kind == "with checksums" {
		sumUp(log)
	}
	file := filepath.Join(data, "livebrief.db")
	err := errors.Join(os.RemoveAll(data), os.CopyFS(data, os.DirFS(r.data)), os.Remove(file+"-shm"), os.WriteFile(file+"-wal", log, 0o600))
	if err != nil {
		panic(err)
	}
	where := fmt.Sprintf("byte %d of the log, bit %d (%s)", f.at, f.bit, f.kind)
	found := r.judge(data)
	if found != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.refused++
		if strings.Contains(found.Error(), "goroutine ") || strings.Contains(found.Error(), "SIG") {
			r.crashed = append(r.crashed, where+": "+found.Error())
		}
		return
	}
	now, err := read(file)
	n, differs := r.prefix(now)
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case err != nil || differs != "":
		r.missed = append(r.missed, fmt.Sprintf("passed the check: %s: %s (%v)", where, differs, err))
	case n == r.all:
		r.whole++
	default:
		r.shorter++
		if r.cut == "" {
			r.cut = filepath.Join(filepath.Dir(r.data), "cut")
			if err := os.CopyFS(r.cut, os.DirFS(data)); err != nil {
				panic(err)
			}
		}
	}
}

// ofKind gives the rows of one kind.
func ofKind(rows []row, kind string) (list []row) {
	for _, r := range rows {
		if string(r[0]) == kind {
			list = append(list, r)
		}
	}
	return list
}

// prefix says how many entries there are, and where they are not the first of the true record.
func (r *logRot) prefix(now []row) (n int, differs string) {
	n = len(ofKind(now, "entry"))
	for kind, want := range map[string]int{"entry": n, "body": n, "hash": int(tlog.StoredHashCount(int64(n)))} {
		have, truth := ofKind(now, kind), ofKind(r.truth, kind)
		if len(have) != want || want > len(truth) {
			return n, fmt.Sprintf("%d rows of the kind %s for %d entries", len(have), kind, n)
		}
		if d := differ(truth[:want], have); d != "" {
			return n, d
		}
	}
	if n < r.kept {
		return n, fmt.Sprintf("%d entries, and %d stand in the file without its log", n, r.kept)
	}
	return n, ""
}

// sumUp gives every frame of a log a checksum that fits, as somebody would who changes it on purpose.
func sumUp(log []byte) {
	var order binary.ByteOrder = binary.LittleEndian
	if log[3]&1 == 1 {
		order = binary.BigEndian
	}
	var a, b uint32
	sum := func(part []byte) {
		for ; len(part) >= 8; part = part[8:] {
			a += order.Uint32(part) + b
			b += order.Uint32(part[4:]) + a
		}
	}
	put := func(at []byte) {
		binary.BigEndian.PutUint32(at, a)
		binary.BigEndian.PutUint32(at[4:], b)
	}
	sum(log[:24])
	put(log[24:])
	for frame := log[walHeader:]; len(frame) >= frameHeader+pageSize; frame = frame[frameHeader+pageSize:] {
		sum(frame[:8])
		sum(frame[frameHeader : frameHeader+pageSize])
		put(frame[16:])
	}
}

// seenFromOutside shows who can tell that a record was cut: a reader who has pinned the longer one.
func (r *logRot) seenFromOutside(t *testing.T, program string) {
	t.Helper()
	dir, pins := t.TempDir(), filepath.Join(t.TempDir(), "pins.json")
	key := publicKey(t, r.data)
	for _, look := range []struct {
		data string
		want int
	}{{r.data, 0}, {r.cut, 2}} {
		to := filepath.Join(dir, filepath.Base(look.data))
		if code, said := run(program, "export", "--data", look.data, "--briefing", "bridge", "--to", to); code != 0 {
			t.Fatalf("export: %d: %s", code, said)
		}
		code, said := run(program, "verify", to, "--key", key, "--pin-file", pins)
		if code != look.want {
			t.Errorf("verify of %s ends with %d instead of %d: %s", filepath.Base(look.data), code, look.want, said)
		}
	}
}

// run runs a command of the program and gives its exit code and what it said; -1 when it was ended by a signal or could
// not be started.
func run(program string, args ...string) (int, string) {
	cmd := exec.Command(program, args...)
	cmd.Env = surroundings()
	out, err := cmd.CombinedOutput()
	if exit, ended := errors.AsType[*exec.ExitError](err); ended {
		return exit.ExitCode(), string(out)
	}
	if err != nil {
		return -1, err.Error()
	}
	return 0, string(out)
}

// publicKey gives the key by which readers know the first briefing of a folder.
func publicKey(t *testing.T, data string) string {
	t.Helper()
	st, err := store.Open(context.Background(), filepath.Join(data, "livebrief.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	rows, err := st.Briefings(context.Background())
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	keys, err := st.Keys(context.Background(), rows[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	now, _ := keys.Current()
	return now.Key
}

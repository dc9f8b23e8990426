package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// BenchmarkPublish appends developments of the usual length one by one, each with its checkpoint, key and audit. In
// the same run it commits rows of as many bytes to a bare table of the same settings, and reports how many publish
// transactions fit into the time of one bare commit: 1.0 would mean that the record costs nothing.
func BenchmarkPublish(b *testing.B) {
	h := openFileIn(b)
	h.begin("flood", false)
	bare, err := openFile(filepath.Join(b.TempDir(), "bare.db"), "_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)", 1)
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close()
	if _, err := bare.Exec("CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB NOT NULL)"); err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("The river rose by another 12 centimetres in the night. ", 20)
	commit := func() error {
		tx, err := bare.Begin()
		if err != nil {
			return err
		}
		// The bytes of body, leaf, salt, hashes and checkpoint.
		if _, err := tx.Exec("INSERT INTO t (b) VALUES (?)", []byte(text+strings.Repeat("x", 800))); err != nil {
			return err
		}
		return tx.Commit()
	}
	n := 0
	publishing, committing := b.Elapsed(), b.Elapsed()
	for b.Loop() {
		act := h.act(brief.Publish, brief.ItemID(fmt.Sprint("i", n)), 0, text)
		act.Key = fmt.Sprint("k", n)
		start := b.Elapsed()
		if _, err := h.Append(context.Background(), act); err != nil {
			b.Fatal(err)
		}
		middle := b.Elapsed()
		if err := commit(); err != nil {
			b.Fatal(err)
		}
		publishing += middle - start
		committing += b.Elapsed() - middle
		n++
	}
	b.ReportMetric(float64(publishing.Microseconds())/float64(n), "µs/publish")
	b.ReportMetric(float64(committing.Microseconds())/float64(n), "µs/bare")
	b.ReportMetric(float64(committing)/float64(publishing), "x_bare")
}

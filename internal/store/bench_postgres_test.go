package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/store/pgtest"
)

// BenchmarkPublishTogether lets 16 publishers append developments of the usual length to one record on a PostgreSQL that
// waits for its disk, each with key, checkpoint and audit, and 16 connections commit rows of as many bytes to a bare table
// of the same server, in turns. It reports the rate of either and what part of the bare rate is reached.
func BenchmarkPublishTogether(b *testing.B) {
	var durable pgtest.Cluster
	durable.Durable = true
	b.Cleanup(durable.Stop)
	url := durable.Database(b)
	h := openAt(b, url)
	h.begin("flood", false)
	bare, err := sql.Open("pgx", url)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { bare.Close() })
	bare.SetMaxOpenConns(hands)
	bare.SetMaxIdleConns(hands)
	if _, err := bare.Exec("CREATE TABLE t (n BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, b BYTEA NOT NULL)"); err != nil {
		b.Fatal(err)
	}
	insert, err := bare.Prepare("INSERT INTO t (b) VALUES ($1)")
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("The river rose by another 12 centimetres in the night. ", 20)
	// The bytes of body, leaf, salt, hashes and checkpoint.
	bytes := []byte(text + strings.Repeat("x", 800))
	commit := func(int, int) error {
		tx, err := bare.Begin()
		if err != nil {
			return err
		}
		if _, err := tx.Stmt(insert).Exec(bytes); err != nil {
			return err
		}
		return tx.Commit()
	}
	round := 0
	publish := func(hand, n int) error {
		act := h.act(brief.Publish, brief.ItemID(fmt.Sprintf("i%d-%d-%d", round, hand, n)), 0, text)
		act.Key = fmt.Sprintf("k%d-%d-%d", round, hand, n)
		_, err := h.Append(context.Background(), act)
		return err
	}
	var publishing, committing time.Duration
	for b.Loop() {
		round++
		committing += together(b, commit)
		publishing += together(b, publish)
	}
	acts := float64(b.N * hands * each)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(acts/publishing.Seconds(), "publishes/s")
	b.ReportMetric(acts/committing.Seconds(), "commits/s")
	b.ReportMetric(float64(committing)/float64(publishing), "x_bare")
}

// hands work at once, each so many times in a round.
const hands, each = 16, 40

// together lets all hands work and gives how long they took.
func together(b *testing.B, work func(hand, n int) error) time.Duration {
	b.Helper()
	start := time.Now()
	var wg sync.WaitGroup
	for hand := range hands {
		wg.Go(func() {
			for n := range each {
				if err := work(hand, n); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	return time.Since(start)
}

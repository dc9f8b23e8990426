package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"livebrief/internal/brief"
	"livebrief/internal/store/pgtest"
)

// TestReadOnlyServerIsReadAndSaysSo opens a database whose transactions cannot write, as on a hot standby.
func TestReadOnlyServerIsReadAndSaysSo(t *testing.T) {
	ctx := context.Background()
	h := openAt(t, cluster.Database(t))
	h.begin("flood", false)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	const says = "the database takes no changes: it is a standby, or set to be only read; nothing was lost; lead to the server that takes them"
	h.url += "&default_transaction_read_only=on"
	two := h.another(func(*Options) {})
	refused(t, two.Lead(ctx, func(context.Context) error { t.Error("it was made ready"); return nil }), brief.KindUnavailable, says)
	_, err := two.Append(ctx, two.act(brief.Publish, "a", 0, "One"))
	refused(t, err, brief.KindUnavailable, says)
	if head, err := two.Head(ctx, "flood"); err != nil || head != 1 {
		t.Errorf("head %d, %v", head, err)
	}
	if err := two.Check(ctx); err != nil {
		t.Error(err)
	}
	_, err = Open(ctx, cluster.Database(t)+"&default_transaction_read_only=on", Options{})
	refused(t, err, brief.KindUnavailable, says)
}

// TestTablesOfAnOlderProgramAreBroughtUp takes the newest step back, as before an update.
func TestTablesOfAnOlderProgramAreBroughtUp(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		provider, err := h.provider()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := provider.DownTo(context.Background(), 5); err != nil {
			t.Fatal(err)
		}
		again := h.reopened(func(*Options) {})
		again.must(again.act(brief.Publish, "a", 0, "One"))
		again.verify("flood")
	})
}

// TestFullServerIsSaidAndNothingIsLost fills the file system of a table space.
func TestFullServerIsSaidAndNothingIsLost(t *testing.T) {
	ctx := context.Background()
	admin, err := sql.Open("pgx", cluster.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	space, grow := smallDisk(t)
	// A new database's files have holes until a checkpoint. Later a reader that needs memory would write into them first, and
	// find the disk full.
	for _, statement := range []string{"CREATE TABLESPACE small LOCATION '" + space + "'", "CREATE DATABASE full_one TABLESPACE small", "CHECKPOINT"} {
		if _, err := admin.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		for _, statement := range []string{"DROP DATABASE full_one WITH (FORCE)", "DROP TABLESPACE small"} {
			if _, err := admin.ExecContext(ctx, statement); err != nil {
				t.Error(err)
			}
		}
		admin.Close()
	})
	var host string
	if err := admin.QueryRow("SELECT setting FROM pg_settings WHERE name = 'unix_socket_directories'").Scan(&host); err != nil {
		t.Fatal(err)
	}
	h := openAt(t, "postgres:///full_one?host="+host+"&user=livebrief")
	h.begin("flood", false)
	random, kept := rand.NewChaCha8([32]byte{1}), brief.Seq(1)
	var act brief.Act
	for n := 0; err == nil; n++ {
		if n > 200 {
			t.Fatal("the disk does not fill")
		}
		text := make([]byte, 100_000) // it does not pack well
		_, _ = random.Read(text)
		act = h.act(brief.Publish, brief.ItemID(fmt.Sprint("i", n)), 0, fmt.Sprintf("%x", text))
		act.Key = fmt.Sprint("k", n)
		var made []brief.Entry
		if made, err = h.Append(ctx, act); err == nil {
			kept = made[0].Seq
		}
	}
	refused(t, err, brief.KindUnavailable, "the disk is full; free space and try again, nothing was lost")
	if head, err := h.Head(ctx, "flood"); err != nil || head != kept {
		t.Errorf("%d entries, want %d; %v", head, kept, err)
	}
	if err := h.Check(ctx); err != nil {
		var server *pgconn.PgError
		errors.As(err, &server)
		t.Errorf("%v; the server said: %v", err, server)
	}
	grow()
	if e := h.must(act)[0]; e.Seq != kept+1 {
		t.Errorf("with space again the entry is %d, want %d", e.Seq, kept+1)
	}
	h.verify("flood")
}

// TestCommitWithoutAnAnswerIsNoRefusal cuts the connection at the commit, once before the server hears of it and once
// before it can say that it is done. Asked again with the same key, the act is published once.
func TestCommitWithoutAnAnswerIsNoRefusal(t *testing.T) {
	ctx := context.Background()
	real := cluster.Database(t)
	cut := pgtest.NewCutter(t, real)
	h := openAt(t, cut.URL)
	h.begin("flood", false)
	h.must(h.act(brief.Publish, "warm", 0, "The statements are known to the server"))
	for i, at := range []pgtest.CutAt{pgtest.AfterCommit, pgtest.BeforeCommit} {
		act := h.act(brief.Publish, brief.ItemID(fmt.Sprint("i", i)), 0, "Once")
		act.Key = fmt.Sprint("k", i)
		cut.Arm(at)
		_, err := h.Append(ctx, act)
		refused(t, err, brief.KindUnavailable, "the database was cut off before it could say whether it kept this; it may be there, so look; sent again with the same idempotency key it is published once, whether it was kept or not")
		if err != nil && strings.Contains(err.Error(), "nothing was lost") {
			t.Errorf("it is told as a refusal: %v", err)
		}
		head, err := h.Head(ctx, "flood")
		if want := brief.Seq(3 + i - int(at)); err != nil || head != want {
			t.Errorf("%d entries, want %d: the cut came at another moment; %v", head, want, err)
		}
		if e := h.must(act)[0]; e.Seq != brief.Seq(3+i) {
			t.Errorf("asked again it is entry %d, want %d", e.Seq, 3+i)
		}
	}
	if tree := h.verify("flood"); tree.Size != 4 {
		t.Errorf("%d entries, want 4", tree.Size)
	}
}

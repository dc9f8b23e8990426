package newsroom

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"livebrief/internal/store/pgtest"
)

// cluster is the PostgreSQL of this package's tests; it starts when the first of them asks.
var cluster pgtest.Cluster

// clustered runs the tests, then stops the cluster and removes what benchmarks shared.
type clustered struct{ m *testing.M }

// Run gives the exit code of the tests.
func (c clustered) Run() int {
	defer dropSeeded()
	return cluster.Run(c.m)
}

// TestWholeWayOnPostgres loads the sample, publishes, corrects and reads on the second database; opened again, the
// same pages have the same bytes.
func TestWholeWayOnPostgres(t *testing.T) {
	settings := Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0", Store: cluster.Database(t)}
	data := filepath.Join(t.TempDir(), "data")
	run := func(work func(room *Room)) {
		t.Helper()
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		room, err := Open(ctx, data, settings, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if err := room.loadSample(ctx); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- room.Run(ctx, io.Discard) }()
		if err := await(room.DeskURL()+"/sign-in", filepath.Join(data, deskFileName)); err != nil {
			t.Fatal(err)
		}
		work(room)
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := room.store.Check(t.Context()); err != nil {
			t.Errorf("check: %v", err)
		}
		if err := room.Close(); err != nil {
			t.Error(err)
		}
	}
	var before []byte
	run(func(room *Room) {
		cl := room.commands(t)
		made := publishForTest(t, cl, "Published on the second database")
		correctForTest(t, cl, made, "Corrected on the second database", "The first headline was wrong.")
		before, _ = whole(t, http.DefaultClient, room.ReadersURL()+"/ukraine/", "en")
		for _, want := range []string{"Corrected on the second database", "The first headline was wrong."} {
			if !strings.Contains(string(before), want) {
				t.Errorf("the page does not show %q", want)
			}
		}
	})
	run(func(room *Room) {
		after, _ := whole(t, http.DefaultClient, room.ReadersURL()+"/ukraine/", "en")
		if !bytes.Equal(before, after) {
			t.Error("the page changed when the newsroom was opened again")
		}
	})
}

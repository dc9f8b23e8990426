package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// TestDamagedDatabaseIsSaidInWords overwrites the middle of a database and opens the folder again.
func TestDamagedDatabaseIsSaidInWords(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(raw []byte) []byte{
		"cut":       func(raw []byte) []byte { return raw[:len(raw)/3] },
		"header":    func(raw []byte) []byte { copy(raw, "not a database at all"); return raw },
		"something": func([]byte) []byte { return []byte(strings.Repeat("nonsense ", 1000)) },
	} {
		t.Run(name, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			open := func() error {
				room, err := Open(t.Context(), data, Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0"}, io.Discard)
				if err != nil {
					return err
				}
				if err := room.loadSample(t.Context()); err != nil {
					return errors.Join(err, room.Close())
				}
				return room.Close()
			}
			if err := open(); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(data, "livebrief.db")
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, spoil(raw), 0o600); err != nil {
				t.Fatal(err)
			}
			err = open()
			if err == nil {
				t.Fatal("the damage went unnoticed")
			}
			if text := err.Error(); !strings.Contains(text, "damaged") || strings.Contains(text, "goroutine") {
				t.Errorf("said %q", text)
			}
		})
	}
}

// smallDisk is a file system of a size, where this machine lets one be mounted; without it the named test is skipped.
func smallDisk(t *testing.T, size, test string) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skipf("not root: a small file system cannot be mounted, the %s is skipped", test)
	}
	small := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", small).CombinedOutput(); err != nil {
		t.Skipf("tmpfs cannot be mounted here (%v %s): the %s is skipped", err, out, test)
	}
	t.Cleanup(func() { exec.Command("umount", "-l", small).Run() })
	return small
}

// TestFullDiskLosesNothing fills a small file system under a running newsroom: acts are refused in words, readers are
// served, and when there is room again the desk goes on with a record that has no gap.
func TestFullDiskLosesNothing(t *testing.T) {
	small := smallDisk(t, "12m", "full-disk test")
	ctx, stop := context.WithCancel(t.Context())
	room, err := Open(ctx, filepath.Join(small, "data"), Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if err := room.loadSample(ctx); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- room.Run(ctx, io.Discard) }()
	t.Cleanup(func() { stop(); <-done; room.Close() })
	if err := await(room.DeskURL()+"/sign-in", filepath.Join(room.folder.path, deskFileName)); err != nil {
		t.Fatal(err)
	}
	cl := room.commands(t)
	acknowledged := []brief.ItemID{publishForTest(t, cl, "Before the disk was full").Entry.Item}

	ballast := filepath.Join(small, "ballast")
	f, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(f, zeros{}); err == nil {
		t.Fatal("the small file system has no end")
	}
	f.Close()
	refused := 0
	for i := range 50 {
		answer, err := tryPublish(t, cl, fmt.Sprintf("While it is full %d", i))
		switch {
		case err == nil:
			acknowledged = append(acknowledged, answer.Entry.Item)
		case brief.KindOf(err) != brief.KindUnavailable || !strings.Contains(err.Error(), "disk"):
			t.Fatalf("refused with kind %v: %v", brief.KindOf(err), err)
		default:
			refused++
		}
	}
	if refused == 0 {
		t.Fatal("nothing was refused: the disk was not full")
	}
	if _, headers := whole(t, canary(), room.ReadersURL()+"/ukraine/", "en"); !strings.Contains(headers, "Etag") {
		t.Error("readers are not served while the disk is full")
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	acknowledged = append(acknowledged, publishForTest(t, cl, "After the disk was full").Entry.Item)
	for _, item := range acknowledged {
		if _, err := cl.item(t.Context(), "ukraine", string(item)); err != nil {
			t.Errorf("an acknowledged item is lost: %v", err)
		}
	}
	if err := room.store.Check(t.Context()); err != nil {
		t.Errorf("check: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// tryPublish publishes a line that may be refused.
func tryPublish(t *testing.T, cl *client, headline string) (actAnswer, error) {
	t.Helper()
	var answer actAnswer
	err := cl.do(t.Context(), request{method: "POST", path: "/api/briefings/ukraine/acts", body: actRequest{Kind: brief.Publish,
		Dated: time.Date(2023, 1, 31, 12, 0, 0, 0, time.UTC), Development: brief.Development{Headline: headline,
			Text: strings.Repeat("The ministry said so again. ", 200), Track: "world", Kind: brief.KindEvent, Label: brief.Official,
			RestsOn: []brief.Reference{{URL: "https://example.org/"}}}}}, &answer)
	return answer, err
}

// TestTwoPeopleOnOneItem lets many correct the same revision at once: one is taken, the others are told who and when.
func TestTwoPeopleOnOneItem(t *testing.T) {
	room := startRoom(t, true)
	cl := room.commands(t)
	made := publishForTest(t, cl, "Wanted by two")
	var wg sync.WaitGroup
	results := make(chan error, 8)
	for i := range 8 {
		wg.Go(func() {
			d := brief.Development{Headline: fmt.Sprintf("Version %d", i), Text: "The ministry said so.", Track: "world", Kind: brief.KindEvent,
				Label: brief.Official, RestsOn: []brief.Reference{{URL: "https://example.org/"}}}
			results <- cl.do(t.Context(), request{method: "POST", path: "/api/briefings/ukraine/acts", ifMatch: revision(made.Entry.Rev),
				body: actRequest{Kind: brief.Correct, Item: made.Entry.Item, Development: d, Note: "It was wrong.",
					Dated: time.Date(2023, 1, 31, 13, 0, 0, 0, time.UTC)}}, nil)
		})
	}
	wg.Wait()
	close(results)
	taken := 0
	for err := range results {
		switch {
		case err == nil:
			taken++
		case brief.KindOf(err) != brief.KindConflict:
			t.Errorf("refused with kind %v: %v", brief.KindOf(err), err)
		case !strings.Contains(err.Error(), "revision 2"):
			t.Errorf("the conflict does not say what happened: %v", err)
		}
	}
	if taken != 1 {
		t.Errorf("%d of 8 were taken", taken)
	}
	it, err := cl.item(t.Context(), "ukraine", string(made.Entry.Item))
	if err != nil || it.Rev != 2 {
		t.Errorf("revision %d, %v", it.Rev, err)
	}
}

// TestSampleIsLoadedOnce loads the sample again, in the same run and after opening the folder anew: nothing is added.
func TestSampleIsLoadedOnce(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	var seq brief.Seq
	for range 2 {
		room, err := Open(t.Context(), data, Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0"}, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := room.loadSample(t.Context()); err != nil {
				t.Fatal(err)
			}
			list, err := room.press.List(t.Context())
			if err != nil || len(list) != 1 {
				t.Fatalf("%d briefings, %v", len(list), err)
			}
			head, err := room.store.Head(t.Context(), list[0])
			if err != nil || head < 50 || seq != 0 && head != seq {
				t.Fatalf("the record has %d entries after %d, %v", head, seq, err)
			}
			seq = head
		}
		if err := room.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

package store

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// copied is a record as a copy keeps it.
type copied struct {
	checkpoint []byte
	leaves     [][]byte
	beside     []record.Beside
}

// copyOf takes a copy of the record of "flood".
func (h *house) copyOf() *copied {
	h.t.Helper()
	ctx := context.Background()
	signed, err := h.Checkpoint(ctx, "flood")
	if err != nil {
		h.t.Fatal(err)
	}
	c := &copied{checkpoint: signed}
	entries, err := h.Entries(ctx, "flood", 1, 1000)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, p := range entries {
		leaf, err := record.LeafBytes(p.Entry)
		if err != nil {
			h.t.Fatal(err)
		}
		c.leaves = append(c.leaves, leaf)
		c.beside = append(c.beside, record.Beside{Seq: p.Entry.Seq, Body: p.Body, Salt: p.Salt, Removal: p.Removal})
	}
	return c
}

func (c *copied) walk(take func(leaf []byte, beside record.Beside) error) error {
	for i := range c.leaves {
		if err := take(c.leaves[i], c.beside[i]); err != nil {
			return err
		}
	}
	return nil
}

// adopt takes the copy over into h, whose keys are those of the copy.
func (h *house) adopt(c *copied) (int, error) {
	h.t.Helper()
	if _, err := h.signer("flood"); err != nil {
		h.t.Fatal(err)
	}
	return h.Adopt(context.Background(), "flood", c.checkpoint, note.VerifierList(h.verifiers["flood"]), c.walk)
}

// lost publishes, makes a backup, publishes on, and gives the later copy with a store that was restored from the backup.
func lost(t *testing.T, url string) (*copied, *house) {
	h := openFileIn(t)
	h.begin("flood", false)
	h.must(h.act(brief.Publish, "a", 0, "Jane Doe was there"), h.act(brief.Publish, "b", 0, "Bridge shut"))
	due := h.act(brief.Publish, "e", 0, "Under embargo")
	due.EmbargoUntil, due.Key = noon.Add(time.Minute), "key-e"
	if _, err := h.Embargo(context.Background(), due); err != nil {
		t.Fatal(err)
	}
	raw := h.backUp()
	h.wait(time.Hour)
	if lifted, err := h.Lift(context.Background(), noon.Add(time.Hour)); err != nil || len(lifted) != 1 || lifted[0].Seq != 4 {
		t.Fatalf("lifted %v, %v", lifted, err)
	}
	h.must(h.act(brief.Publish, "c", 0, "John Roe too"), h.act(brief.Update, "b", 1, "Bridge open"))                   // 5, 6
	h.must(h.redaction("a", 1, brief.Removed{Seq: 2, Replacement: body(t, brief.Development{Headline: "A witness"})})) // 7
	h.must(h.redaction("c", 1, brief.Removed{Seq: 5}), h.act(brief.Withdraw, "b", 2, "Bridge open"))                   // 8, 9
	h.must(h.redaction("a", 2, brief.Removed{Seq: 2}, brief.Removed{Seq: 7}))                                          // 10
	renamed := h.first("flood", false)
	renamed.Body = body(t, brief.Briefing{Name: "high-water", Title: "The flood"})
	renamed.IfRev = 1
	h.must(renamed) // 11
	return h.copyOf(), restored(t, url, raw)
}

// TestCopyBringsBackWhatTheBackupLacks adopts entries, removals of texts that the backup has, and a new name.
func TestCopyBringsBackWhatTheBackupLacks(t *testing.T) {
	for name, url := range emptyDatabases {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			c, h := lost(t, url(t))
			n, err := h.adopt(c)
			if n != 8 || err != nil {
				t.Fatalf("%d entries were taken over, %v; want 8", n, err)
			}
			if err := h.Check(ctx); err != nil {
				t.Error(err)
			}
			h.verify("flood")
			again := h.copyOf()
			for i := range c.leaves {
				if string(again.leaves[i]) != string(c.leaves[i]) {
					t.Errorf("entry %d became another", i+1)
				}
				want, err := record.BesideBytes(c.beside[i])
				if err != nil {
					t.Fatal(err)
				}
				if got, err := record.BesideBytes(again.beside[i]); string(got) != string(want) || err != nil {
					t.Errorf("beside entry %d stands %s, %v; want %s", i+1, got, err, want)
				}
			}
			if string(again.checkpoint) != string(c.checkpoint) {
				t.Error("the checkpoint is another")
			}
			if raw := rows(t, h.backUp()); strings.Contains(strings.Join(raw["bodies"], ""), "0x4a, 0x61, 0x6e, 0x65") {
				t.Error("a text that the copy says was removed is left")
			}
			list, err := h.Briefings(ctx)
			if err != nil || list[0].Name != "high-water" {
				t.Errorf("the briefing is called %v, %v", list, err)
			}
			_, err = h.Append(ctx, h.act(brief.Update, "b", 3, "No more"))
			refused(t, err, brief.KindInvalid, "was withdrawn")
			if e := h.must(h.act(brief.Publish, "d", 0, "Next"))[0]; e.Seq != 12 {
				t.Errorf("the next entry is %d, want 12", e.Seq)
			}
			// What was under embargo in the backup has been published, and is not published twice.
			lifted, err := h.Lift(ctx, noon.Add(time.Hour))
			drafts, listed := h.Drafts(ctx, "flood")
			if len(lifted) != 0 || err != nil || listed != nil || len(drafts) != 1 || drafts[0].Reason == "" {
				t.Errorf("lifted %v, %v; drafts %+v, %v", lifted, err, drafts, listed)
			}
			if n, err := h.adopt(again); n != 0 || brief.KindOf(err) != brief.KindInvalid {
				t.Errorf("a copy that is behind: %d entries, %v", n, err)
			}
		})
	}
}

// TestCopyThatIsNoContinuationIsNotTakenOver spoils a copy in one place each: nothing of it is kept.
func TestCopyThatIsNoContinuationIsNotTakenOver(t *testing.T) {
	c, h := lost(t, filepath.Join(t.TempDir(), "new.db"))
	before := rows(t, h.backUp())
	other := openFileIn(t)
	other.begin("flood", false)
	other.must(other.act(brief.Publish, "x", 0, "One"), other.act(brief.Publish, "y", 0, "Two"), other.act(brief.Publish, "z", 0, "Three"))
	for name, bad := range map[string]*copied{
		"another history": other.copyOf(),
		"cut":             {c.checkpoint, c.leaves[:9], c.beside[:9]},
		"with a gap":      {c.checkpoint, append(append([][]byte{}, c.leaves[:4]...), c.leaves[5:]...), append(append([]record.Beside{}, c.beside[:4]...), c.beside[5:]...)},
		"another text":    c.with(5, func(b *record.Beside) { b.Body = []byte(`{"headline":"forged"}`) }),
		"no text":         c.with(5, func(b *record.Beside) { b.Body, b.Salt = nil, nil }),
		"removed by another": c.with(5, func(b *record.Beside) {
			b.Body, b.Salt, b.Removal = nil, nil, &brief.Removal{By: 8, Class: "law", At: noon}
		}),
		"forged checkpoint": {[]byte(strings.Replace(string(c.checkpoint), "\n11\n", "\n12\n", 1)), c.leaves, c.beside},
	} {
		n, err := h.adopt(bad)
		if n != 0 || brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %d entries were taken over, %s", name, n, describe(err))
		}
	}
	after := rows(t, h.backUp())
	for table := range before {
		if strings.Join(after[table], "\n") != strings.Join(before[table], "\n") {
			t.Errorf("the table %s was changed", table)
		}
	}
}

// with gives the copy with another thing beside the entry at index i.
func (c *copied) with(i int, change func(*record.Beside)) *copied {
	beside := append([]record.Beside{}, c.beside...)
	change(&beside[i])
	return &copied{c.checkpoint, c.leaves, beside}
}

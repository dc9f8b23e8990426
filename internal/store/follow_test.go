package store

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// eventful is a record with every kind of thing that a follower meets: a redaction with and without a replacement, one of a
// redaction, a withdrawal and a new name.
func eventful(t *testing.T) *house {
	h := openFileIn(t)
	h.begin("flood", false)
	h.must(h.act(brief.Publish, "a", 0, "Jane Doe was there"), h.act(brief.Publish, "b", 0, "Bridge shut"))
	h.must(h.act(brief.Publish, "c", 0, "John Roe too"), h.act(brief.Update, "b", 1, "Bridge open"))                   // 4, 5
	h.must(h.redaction("a", 1, brief.Removed{Seq: 2, Replacement: body(t, brief.Development{Headline: "A witness"})})) // 6
	h.must(h.redaction("c", 1, brief.Removed{Seq: 4}), h.act(brief.Withdraw, "b", 2, "Bridge open"))                   // 7, 8
	h.must(h.redaction("a", 2, brief.Removed{Seq: 2}, brief.Removed{Seq: 6}))                                          // 9
	h.rename("high-water", 1)                                                                                          // 10
	return h
}

func (h *house) rename(name brief.Name, rev int) {
	h.t.Helper()
	act := h.first("flood", false)
	act.Body, act.IfRev = body(h.t, brief.Briefing{Name: name, Title: "The flood"}), rev
	h.must(act)
}

// keyOf judges by the one key of a house.
func (h *house) keyOf(id brief.BriefingID) Judge {
	h.t.Helper()
	if _, err := h.signer(id); err != nil {
		h.t.Fatal(err)
	}
	return func(*record.Succession) (note.Verifier, error) { return h.verifiers[id], nil }
}

// part gives the entries from and to of a copy.
func (c *copied) part(from, to int) func(take func(leaf []byte, beside record.Beside) error) error {
	return (&copied{c.checkpoint, c.leaves[from-1 : to], c.beside[from-1 : to]}).walk
}

// gather takes a whole copy in parts, as a follower does.
func (h *house) gather(c *copied, atOnce int) {
	h.t.Helper()
	for from := 1; from <= len(c.leaves); from += atOnce {
		if err := h.Gather(context.Background(), "flood", originOf("flood"), c.part(from, min(len(c.leaves), from+atOnce-1))); err != nil {
			h.t.Fatal(err)
		}
	}
}

// same compares two records, byte by byte.
func (h *house) same(want *copied) {
	h.t.Helper()
	got := h.copyOf()
	if string(got.checkpoint) != string(want.checkpoint) || len(got.leaves) != len(want.leaves) {
		h.t.Fatalf("the record has %d entries under\n%s\nwant %d under\n%s", len(got.leaves), got.checkpoint, len(want.leaves), want.checkpoint)
	}
	for i := range want.leaves {
		a, err1 := record.BesideBytes(got.beside[i])
		b, err2 := record.BesideBytes(want.beside[i])
		if err1 != nil || err2 != nil || string(a) != string(b) || string(got.leaves[i]) != string(want.leaves[i]) {
			h.t.Errorf("entry %d is\n%s %s\nwant\n%s %s", i+1, got.leaves[i], a, want.leaves[i], b)
		}
	}
}

// TestRecordIsGatheredInPartsAndThenFollowed shows nothing before all is proved, and what comes later at once.
func TestRecordIsGatheredInPartsAndThenFollowed(t *testing.T) {
	for name, url := range emptyDatabases {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			from, h := eventful(t), openAt(t, url(t))
			c := from.copyOf()
			h.gather(c, 3)
			h.gather(c, 4) // what is here is passed over
			if list, err := h.Briefings(ctx); err != nil || len(list) != 0 {
				t.Fatalf("before it is proved readers see %+v, %v", list, err)
			}
			if n, err := h.Gathered(ctx, "flood"); n != 10 || err != nil {
				t.Fatalf("%d entries are gathered, %v", n, err)
			}
			cosigned := append(c.checkpoint[:len(c.checkpoint):len(c.checkpoint)], "— somebody.example AAAAAAAA\n"...)
			if err := h.Settle(ctx, "flood", cosigned, from.keyOf("flood")); err != nil {
				t.Fatal(err)
			}
			h.same(c)
			if list, err := h.Briefings(ctx); err != nil || len(list) != 1 || list[0].Name != "high-water" || list[0].Seq != 10 {
				t.Fatalf("readers see %+v, %v", list, err)
			}
			if err := h.Check(ctx); err != nil {
				t.Error(err)
			}
			refused(t, h.Gather(ctx, "flood", originOf("flood"), c.walk), brief.KindConflict, "is shown already")

			from.must(from.act(brief.Publish, "d", 0, "Mary Major saw it"), from.act(brief.Publish, "e", 0, "Rain"))
			next := from.copyOf()
			if n, err := h.Follow(ctx, "flood", next.checkpoint, from.keyOf("flood"), next.part(10, 12)); n != 2 || err != nil {
				t.Fatalf("%d entries were new, %v", n, err)
			}
			from.must(from.redaction("d", 1, brief.Removed{Seq: 11}))
			last := from.copyOf()
			if n, err := h.Follow(ctx, "flood", last.checkpoint, from.keyOf("flood"), last.part(13, 13)); n != 1 || err != nil {
				t.Fatalf("%d entries were new, %v", n, err)
			}
			h.same(last)
			if raw := rows(t, h.backUp()); strings.Contains(strings.Join(raw["bodies"], ""), "0x4d, 0x61, 0x72, 0x79") {
				t.Error("a text that was removed is left")
			}
		})
	}
}

// TestFollowerRefusesWhatIsNotProved spoils what comes in one place each; the record stays as it was.
func TestFollowerRefusesWhatIsNotProved(t *testing.T) {
	ctx := context.Background()
	from, h := eventful(t), openFileIn(t)
	before := from.copyOf()
	h.gather(before, 100)
	if err := h.Settle(ctx, "flood", before.checkpoint, from.keyOf("flood")); err != nil {
		t.Fatal(err)
	}
	from.must(from.act(brief.Publish, "d", 0, "One"), from.act(brief.Publish, "e", 0, "Two"))
	next := from.copyOf()
	other := openFileIn(t)
	other.begin("flood", false)
	for _, item := range []brief.ItemID{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"} {
		other.must(other.act(brief.Publish, item, 0, "Another history"))
	}
	stranger := openFileIn(t)
	stranger.begin("else", false)
	forged := &copied{next.checkpoint, append([][]byte{}, next.leaves...), next.beside}
	forged.leaves[10] = other.copyOf().leaves[10]
	for name, bad := range map[string]struct {
		*copied
		judge Judge
		kind  brief.Kind
	}{
		"a fork":            {other.copyOf(), from.keyOf("flood"), brief.KindInvalid},
		"one entry of it":   {forged, from.keyOf("flood"), brief.KindInvalid},
		"another text":      {next.with(10, func(b *record.Beside) { b.Body = []byte(`{"headline":"forged"}`) }), from.keyOf("flood"), brief.KindInvalid},
		"a replayed one":    {before, from.keyOf("flood"), 0},
		"another key":       {next, stranger.keyOf("else"), brief.KindInvalid},
		"a lie about sizes": {&copied{[]byte(strings.Replace(string(next.checkpoint), "\n12\n", "\n13\n", 1)), next.leaves, next.beside}, from.keyOf("flood"), brief.KindInvalid},
		"cut":               {&copied{next.checkpoint, next.leaves[:11], next.beside[:11]}, from.keyOf("flood"), brief.KindInvalid},
		"no checkpoint":     {&copied{[]byte("12"), next.leaves, next.beside}, from.keyOf("flood"), brief.KindInvalid},
		"ahead": {next.with(10, func(b *record.Beside) {
			b.Body, b.Salt, b.Removal = nil, nil, &brief.Removal{By: 13, Class: "law", At: noon}
		}), from.keyOf("flood"), brief.KindConflict},
		"withheld": {next.with(10, func(b *record.Beside) {
			b.Body, b.Salt, b.Removal = nil, nil, &brief.Removal{By: 12, Class: "law", At: noon}
		}), from.keyOf("flood"), brief.KindConflict},
		"not the publisher's": {next, func(*record.Succession) (note.Verifier, error) {
			return nil, brief.Forbidden("it is somebody else's", "")
		}, brief.KindForbidden},
	} {
		n, err := h.Follow(ctx, "flood", bad.checkpoint, bad.judge, bad.walk)
		if n != 0 || brief.KindOf(err) != bad.kind {
			t.Errorf("%s: %d entries were taken, %s", name, n, describe(err))
		}
		h.same(before)
	}
	if n, err := h.Follow(ctx, "flood", next.checkpoint, from.keyOf("flood"), next.walk); n != 2 || err != nil {
		t.Errorf("after all that the true one gives %d entries, %v", n, err)
	}
}

// TestGatheredRecordThatIsNotProvedIsDropped leaves no trace of a record that turned out to be another.
func TestGatheredRecordThatIsNotProvedIsDropped(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		from := eventful(t)
		c := from.copyOf()
		h.begin("fire", false)
		before := rows(t, h.backUp())
		h.gather(c, 4)
		refused(t, h.Settle(ctx, "flood", c.checkpoint, from.keyOf("fire")), brief.KindInvalid, "not signed by a key that is known")
		if err := h.Drop(ctx, "flood"); err != nil {
			t.Fatal(err)
		}
		after := rows(t, h.backUp())
		for table := range before {
			if strings.Join(after[table], "\n") != strings.Join(before[table], "\n") {
				t.Errorf("the table %s was changed", table)
			}
		}
		for _, id := range []brief.BriefingID{"fire", "nothing"} {
			if err := h.Drop(ctx, id); err != nil {
				t.Error(err)
			}
		}
		h.verify("fire")
	})
}

// TestNameGoesToWhoeverTookItLast lets a briefing that is followed take a name that another gave up, before that is known;
// whoever is new has to wait for it.
func TestNameGoesToWhoeverTookItLast(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		from := openFileIn(t)
		from.begin("flood", false)
		h.begin("fire", false)
		c := from.copyOf()
		h.gather(c, 100)
		if err := h.Settle(ctx, "flood", c.checkpoint, from.keyOf("flood")); err != nil {
			t.Fatal(err)
		}
		from.rename("fire", 1)
		c = from.copyOf()
		if _, err := h.Follow(ctx, "flood", c.checkpoint, from.keyOf("flood"), c.walk); err != nil {
			t.Fatal(err)
		}
		list, err := h.Briefings(ctx)
		if err != nil || len(list) != 2 || list[0].Name != "fire" || list[0].ID != "flood" || list[1].Name != "~fire" {
			t.Errorf("readers see %+v, %v", list, err)
		}
		other := openFileIn(t)
		other.begin("flood", false)
		other.rename("fire", 1)
		late := openAt(t, filepath.Join(t.TempDir(), "edge.db"))
		late.begin("fire", false)
		c = other.copyOf()
		late.gather(c, 100)
		refused(t, late.Settle(ctx, "flood", c.checkpoint, other.keyOf("flood")), brief.KindUnavailable, "wants the address name")
	})
}

// TestFollowerTakesTheKeyThatTheRecordDeclares follows past a change of keys, judged by what the record says.
func TestFollowerTakesTheKeyThatTheRecordDeclares(t *testing.T) {
	ctx := context.Background()
	f, h := newHeir(t, openFileIn(t)), openFileIn(t)
	current := func(keys *record.Succession) (note.Verifier, error) {
		now, _ := keys.Current()
		return record.NewVerifier(now.Key)
	}
	first := f.copyOf()
	h.gather(first, 100)
	if err := h.Settle(ctx, "flood", first.checkpoint, current); err != nil {
		t.Fatal(err)
	}
	f.must(f.declares(f.next))
	f.signers["flood"] = f.key
	f.must(f.act(brief.Publish, "a", 0, "Under the new key"))
	c := f.copyOf()
	if n, err := h.Follow(ctx, "flood", c.checkpoint, current, c.walk); n != 2 || err != nil {
		t.Fatalf("%d entries were new, %v", n, err)
	}
	h.same(c)
}

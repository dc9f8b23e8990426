package echo

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"livebrief/internal/brief"
)

// wordsFrom makes a text of words that differ, n of them, from the given number on.
func wordsFrom(first, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "w%d ", first+i)
	}
	return b.String()
}

var day = time.Date(2031, 3, 5, 12, 0, 0, 0, time.UTC)

// TestSignaturesEstimateTheSimilarityOfSets draws two texts that share a stretch, whose Jaccard follows from their
// lengths. The estimate stays within five standard errors.
func TestSignaturesEstimateTheSimilarityOfSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.IntRange(0, 1<<30).Draw(t, "from")
		n := rapid.IntRange(20, 400).Draw(t, "words")
		moved := rapid.IntRange(0, n-4).Draw(t, "moved")
		// Each has n-3 shingles; of two windows moved against each other n-3-moved are shared.
		both := float64(n - 3 - moved)
		want := both / (2*float64(n-3) - both)
		got := Sign(wordsFrom(from, n)).Similarity(Sign(wordsFrom(from+moved, n)))
		if off := math.Abs(got - want); off > 5*math.Sqrt(want*(1-want)/hashes)+0.02 {
			t.Errorf("estimated %.3f, it is %.3f", got, want)
		}
	})
}

// TestEstimatesAreNotBiased adds up the errors of many pairs of similarity 0.5.
func TestEstimatesAreNotBiased(t *testing.T) {
	var sum float64
	const pairs = 400
	for i := range pairs {
		// 63 words have 60 shingles; moved by 20, 40 of 80 are shared.
		sum += Sign(wordsFrom(1000*i, 63)).Similarity(Sign(wordsFrom(1000*i+20, 63))) - 0.5
	}
	if mean := sum / pairs; math.Abs(mean) > 0.01 {
		t.Errorf("estimates are off by %.4f on average", mean)
	}
}

// TestPairsAreFoundAsTheirLengthsSay draws two texts as above: above 0.7 they are copies, well below they are not.
func TestPairsAreFoundAsTheirLengthsSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(60, 300).Draw(t, "words")
		moved := rapid.IntRange(0, n).Draw(t, "moved")
		x := New(Window{})
		x.Add("a", wordsFrom(0, n), day)
		got := x.Add("b", wordsFrom(moved, n), day)
		both := max(0, float64(n-3-moved))
		switch j := both / (2*float64(n-3) - both); {
		case moved == 0 && (len(got) != 1 || got[0].Kind != Exact):
			t.Errorf("the same text gave %v", got)
		case moved > 0 && j >= Alike && (len(got) != 1 || got[0].Kind != Near || math.Abs(got[0].Similarity-j) > 1e-9):
			t.Errorf("similarity %.3f gave %v", j, got)
		case j < Alike && both/float64(n-3) < Within && len(got) > 0:
			t.Errorf("similarity %.3f gave %v", j, got)
		}
	})
}

// TestSignatureComesBackFromItsBytes holds the bytes of version 1 too: another seed or order would make signatures
// that are kept worthless.
func TestSignatureComesBackFromItsBytes(t *testing.T) {
	s := Sign("Shelling of the market in Oldford killed 80 people on Monday")
	b, err := s.MarshalBinary()
	if err != nil || len(b) != 141 {
		t.Fatalf("%d bytes, %v; want 141", len(b), err)
	}
	// Worked out by a script of its own from the rules in hash.go and signature.go.
	const want = "010000000b5fe7e4f0df02bfe080c647202a701bac"
	if begin, end := fmt.Sprintf("%x", b[:21]), fmt.Sprintf("%x", b[137:]); begin != want || end != "ce04b3d9" {
		t.Errorf("the bytes are %s...%s", begin, end)
	}
	var back Signature
	if err := back.UnmarshalBinary(b); err != nil || back != s {
		t.Errorf("%+v came back, %v", back, err)
	}
	for _, bad := range [][]byte{nil, b[:140], append([]byte{2}, b[1:]...), append(b, 0)} {
		if err := back.UnmarshalBinary(bad); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%d bytes were taken: %v", len(bad), err)
		}
	}
}

// TestWindowLetsTheFirstGo fills windows by number and by bytes.
func TestWindowLetsTheFirstGo(t *testing.T) {
	for name, w := range map[string]Window{"texts": {Texts: 3}, "bytes": {Bytes: 3 * len(wordsFrom(100, 50))}} {
		x := New(w)
		for i := range 10 {
			x.Add(brief.ReportID(fmt.Sprint(i)), wordsFrom(100+50*i, 50), day)
		}
		if x.Len() != 3 {
			t.Errorf("%s: %d texts, want 3", name, x.Len())
		}
		if got := x.Add("again", wordsFrom(100, 50), day); len(got) != 0 {
			t.Errorf("%s: what went is still found: %v", name, got)
		}
		if got := x.Add("last", wordsFrom(100+50*9, 50), day); len(got) != 1 || got[0].ID != "9" || got[0].Kind != Exact {
			t.Errorf("%s: what stayed gave %v", name, got)
		}
	}
}

// TestNothingIsLeftOfWhatWent takes texts out in several ways and looks at the tables.
func TestNothingIsLeftOfWhatWent(t *testing.T) {
	x := New(Window{})
	for i := range 300 {
		// All share a stretch, so that lists under one key run over.
		x.Add(brief.ReportID(fmt.Sprint(i)), wordsFrom(0, 40)+" Northland Oldford "+wordsFrom(1000+i*40, 40), day.AddDate(0, 0, i))
	}
	x.Apart("7", "8")
	if n := x.Forget(day.AddDate(0, 0, 100)); n != 100 {
		t.Errorf("%d texts were forgotten, want 100", n)
	}
	for i := range 300 {
		if gone := x.Remove(brief.ReportID(fmt.Sprint(i))); gone != (i >= 100) {
			t.Fatalf("Remove of %d says %v", i, gone)
		}
	}
	if x.Len() != 0 || x.bytes != 0 || len(x.posted.heads) != 0 || len(x.posted.free) != len(x.posted.lists) {
		t.Errorf("left: %d texts, %d bytes, %d keys, %d lists", x.Len(), x.bytes, len(x.posted.heads), len(x.posted.lists)-len(x.posted.free))
	}
	for _, n := range x.known {
		if n != 0 {
			t.Fatalf("a term is still counted %d times", n)
		}
	}
}

// TestTheQueueDoesNotGrowWithRepeats adds the same id over and over.
func TestTheQueueDoesNotGrowWithRepeats(t *testing.T) {
	x := New(Window{})
	for range 10_000 {
		x.Add("a", "Oldford", time.Time{})
	}
	if len(x.queue) > 2*maxCompared || len(x.texts) != 1 || x.Len() != 1 {
		t.Errorf("%d in the queue, %d slots, %d texts", len(x.queue), len(x.texts), x.Len())
	}
}

// TestAgreedTextsCanBeKeptApart turns a proposal down and takes that back.
func TestAgreedTextsCanBeKeptApart(t *testing.T) {
	x := New(Window{})
	text := wordsFrom(0, 50)
	x.Add("a", text, day)
	x.Add("b", text, day)
	x.Add("c", wordsFrom(500, 50), day)
	group := func() string { return fmt.Sprint(x.Group("a"), x.Group("b"), x.Group("c"), x.Group("d")) }
	if got := group(); got != "[a b] [b a] [c] []" {
		t.Errorf("groups %s", got)
	}
	if !x.Apart("a", "b") || !x.Apart("b", "a") || x.Apart("a", "a") || x.Apart("a", "d") {
		t.Error("Apart does not say who is there")
	}
	if got := group(); got != "[a] [b] [c] []" {
		t.Errorf("apart: groups %s", got)
	}
	if !x.Together("b", "a") || x.Together("a", "b") {
		t.Error("Together does not say who was apart")
	}
	if got := group(); got != "[a b] [b a] [c] []" {
		t.Errorf("together: groups %s", got)
	}
	x.Apart("a", "b")
	x.Remove("b")
	x.Add("b", text, day)
	if got := group(); got != "[a b] [b a] [c] []" {
		t.Errorf("after b came anew: groups %s", got)
	}
}

// TestSeenLooksBothWays asks for a text that came before its copy.
func TestSeenLooksBothWays(t *testing.T) {
	x := New(Window{})
	x.Add("a", wordsFrom(0, 30)+"80 "+wordsFrom(50, 30), day)
	x.Add("b", wordsFrom(0, 30)+"96 "+wordsFrom(50, 30), day.Add(time.Hour))
	for _, c := range []struct {
		id, other brief.ReportID
		later     bool
		here      string
	}{{"a", "b", false, "80"}, {"b", "a", true, "96"}} {
		got := x.Seen(c.id)
		if len(got) != 1 || got[0].ID != c.other || got[0].Later != c.later || len(got[0].Changed) != 1 || got[0].Changed[0].Here.Text != c.here {
			t.Errorf("%s has seen %+v", c.id, got)
		}
	}
	if got := x.Look(wordsFrom(0, 30)+"120 "+wordsFrom(50, 30), time.Time{}); len(got) != 2 || !got[0].Later || x.Len() != 2 {
		t.Errorf("a look gave %+v, with %d texts", got, x.Len())
	}
	if x.Seen("c") != nil {
		t.Error("what is not there has seen something")
	}
}

// TestTheSameTextsGiveTheSameProposals runs two indexes beside each other.
func TestTheSameTextsGiveTheSameProposals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := New(Window{Texts: 8}), New(Window{Texts: 8})
		for i, text := range rapid.SliceOfN(rapid.StringMatching(`([abAB ]{1,3}[0-9.,\-" ]){0,30}`), 1, 20).Draw(t, "texts") {
			id := brief.ReportID(fmt.Sprint(i))
			a, b := x.Add(id, text, day), y.Add(id, text, day)
			if diff := cmp.Diff(a, b); diff != "" {
				t.Fatal(diff)
			}
			if diff := cmp.Diff(x.Seen(id), y.Seen(id)); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

// TestAPartIsFoundWhereverItStands puts a hundred wires of sixty words into longer texts that have nothing else of them.
func TestAPartIsFoundWhereverItStands(t *testing.T) {
	missed := 0
	for i := range 100 {
		x := New(Window{})
		wire := wordsFrom(10_000*i, 60)
		x.Add("wire", wire, day)
		got := x.Add("longer", wordsFrom(10_000*i+1000, 5*i)+wire+wordsFrom(10_000*i+2000, 300), day)
		if len(got) != 1 || got[0].Kind != Contains || got[0].Containment != 1 {
			missed++
		}
	}
	if missed > 1 {
		t.Errorf("%d of 100 were missed", missed)
	}
}

// TestShortTextsAreOnlyExact compares seven words with the same and one more, then eight: of 4 in 5 shingles, and 5 in 6.
func TestShortTextsAreOnlyExact(t *testing.T) {
	found := map[int]int{}
	for i := range 50 {
		for _, n := range []int{fewest - 1, fewest} {
			x := New(Window{})
			x.Add("a", wordsFrom(100*i, n), day)
			found[n] += len(x.Add("b", wordsFrom(100*i, n+1), day))
		}
	}
	if found[fewest-1] != 0 || found[fewest] < 45 {
		t.Errorf("of 50 pairs %d of seven words and %d of eight were proposed, want none and nearly all", found[fewest-1], found[fewest])
	}
}

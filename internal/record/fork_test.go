package record

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// growth is a record that keeps its trees at every size, and its tiles by path.
type growth struct {
	hashes Hashes
	trees  []Tree
}

// growing makes a record of n entries whose entries from the one numbered fork on are others than in growing(n, 0); 0 for none.
func growing(t testing.TB, n, fork int) *growth {
	t.Helper()
	g := &growth{trees: make([]Tree, 1, n+1)}
	g.trees[0], _ = g.hashes.Tree()
	for i := 1; i <= n; i++ {
		text := fmt.Sprint("entry ", i)
		if fork > 0 && i >= fork {
			text += " told otherwise"
		}
		if err := g.hashes.Append(tlog.RecordHash([]byte(text))); err != nil {
			t.Fatal(err)
		}
		tree, err := g.hashes.Tree()
		if err != nil {
			t.Fatal(err)
		}
		g.trees = append(g.trees, tree)
	}
	return g
}

// fetch serves the tiles of the record as it was at a size.
func (g *growth) fetch(size int64) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		level, index, width, err := ParseTilePath(path)
		if err != nil {
			return nil, err
		}
		if width > TileWidth(size, level, index) {
			return nil, fmt.Errorf("%s does not exist", path)
		}
		return TileBytes(level, index, width, &g.hashes)
	}
}

func TestTilesGiveEveryHashThatMemoryHas(t *testing.T) {
	const most = 1100
	g := growing(t, most, 0)
	r := rand.New(rand.NewPCG(7, 7))
	for _, size := range []int64{1, 2, 3, 255, 256, 257, 511, 512, 513, 769, 1024, most} {
		tiles := TileHashes(g.trees[size], g.fetch(size))
		all := tlog.StoredHashIndex(0, size) // what a tree of that size has
		for range 200 {
			i := r.Int64N(all)
			got, err := tiles.ReadHashes([]int64{i})
			if err != nil {
				t.Fatalf("size %d, hash %d: %v", size, i, err)
			}
			want, err := g.hashes.ReadHashes([]int64{i})
			if err != nil || got[0] != want[0] {
				t.Fatalf("size %d: hash %d differs", size, i)
			}
		}
		for old := int64(1); old <= size; old += 1 + r.Int64N(40) {
			p, err := ProveConsistency(old, size, tiles)
			if err != nil {
				t.Fatal(err)
			}
			if err := CheckConsistency(p, g.trees[old], g.trees[size]); err != nil {
				t.Fatalf("%d to %d: %v", old, size, err)
			}
		}
	}
}

func TestATileThatIsFullByNowStandsInForItsPart(t *testing.T) {
	g := growing(t, 600, 0)
	later := g.fetch(600)
	onlyFull := func(path string) ([]byte, error) {
		if _, _, width, err := ParseTilePath(path); err != nil || width < FullTile && path != "tile/0/002.p/88" && path != "tile/1/000.p/2" {
			return nil, errors.New("gone")
		}
		return later(path)
	}
	tiles := TileHashes(g.trees[300], func(path string) ([]byte, error) {
		if path == "tile/1/000.p/1" {
			return later(path)
		}
		return onlyFull(path)
	})
	if root, err := tlog.TreeHash(299, tiles); err != nil || root != g.trees[299].Root {
		t.Error(root, err)
	}
}

func TestTilesOfAnotherTreeAreNotBelieved(t *testing.T) {
	honest, other := growing(t, 700, 0), growing(t, 700, 300)
	if _, err := tlog.TreeHash(299, TileHashes(honest.trees[700], other.fetch(700))); err == nil {
		t.Error("hashes of another tree were given out")
	}
	for what, fetch := range map[string]func(string) ([]byte, error){
		"short": func(p string) ([]byte, error) { b, err := honest.fetch(700)(p); return b[:len(b)/2], err },
		"none":  func(string) ([]byte, error) { return nil, errors.New("down") },
		"zeros": func(p string) ([]byte, error) { b, err := honest.fetch(700)(p); return make([]byte, len(b)), err },
	} {
		if _, err := tlog.TreeHash(299, TileHashes(honest.trees[700], fetch)); err == nil {
			t.Errorf("%s: hashes were given out", what)
		}
	}
}

func TestForksAreFoundAtEverySizeAndOnlyThere(t *testing.T) {
	const most = 40
	honest := growing(t, most, 0)
	for fork := 1; fork <= most; fork++ {
		other := growing(t, most, fork)
		for small := int64(1); small <= most; small++ {
			for large := small; large <= most; large++ {
				tiles := TileHashes(other.trees[large], other.fetch(large))
				found, err := FindFork(honest.trees[small], other.trees[large], tiles)
				if err != nil {
					t.Fatal(err)
				}
				if want := int64(fork) <= small; (found != nil) != want {
					t.Fatalf("fork at %d, %d against %d: found %v", fork, small, large, found != nil)
				}
				if err := found.Check(honest.trees[small], other.trees[large]); (err == nil) != (found != nil) {
					t.Fatalf("fork at %d, %d against %d: %v", fork, small, large, err)
				}
				if found != nil && found.Check(other.trees[large], honest.trees[small]) != nil {
					t.Fatal("the order of the two counts")
				}
			}
		}
	}
}

func TestAProofFromAnotherTreeGivesItsMakerAway(t *testing.T) {
	const most = 70
	honest, other := growing(t, most, 0), growing(t, most, 2)
	for small := int64(1); small < most; small++ {
		for large := small + 1; large <= most; large++ {
			p, err := ProveConsistency(small, large, &other.hashes)
			if err != nil {
				t.Fatal(err)
			}
			f := ForkOfProof(p, honest.trees[small], other.trees[large])
			power := small&(small-1) == 0
			if (f == nil) != power {
				t.Fatalf("%d to %d: %v", small, large, f)
			}
			if f != nil && (f.Root != other.trees[small].Root || f.Check(honest.trees[small], other.trees[large]) != nil) {
				t.Fatalf("%d to %d: a wrong root", small, large)
			}
			// The honest one's proof, and a garbled one, prove nothing.
			good, err := ProveConsistency(small, large, &honest.hashes)
			if err != nil {
				t.Fatal(err)
			}
			if ForkOfProof(good, honest.trees[small], honest.trees[large]) != nil {
				t.Fatalf("%d to %d: an honest proof is taken for a fork", small, large)
			}
			if len(good) > 0 {
				good[0][3] ^= 1
				if ForkOfProof(good, honest.trees[small], honest.trees[large]) != nil || ForkOfProof(good[1:], honest.trees[small], honest.trees[large]) != nil {
					t.Fatalf("%d to %d: garbage is taken for a fork", small, large)
				}
			}
		}
	}
}

func TestAForkIsNotProvedByWords(t *testing.T) {
	honest, other := growing(t, 40, 0), growing(t, 40, 5)
	p, err := ProveConsistency(9, 40, &other.hashes)
	if err != nil {
		t.Fatal(err)
	}
	claims := map[string]*Fork{
		"nothing":                nil,
		"no proof":               {Root: other.trees[9].Root},
		"the same root":          {Root: honest.trees[9].Root, Proof: p},
		"a root out of thin air": {Root: tlog.RecordHash([]byte("x")), Proof: p},
	}
	for what, claim := range claims {
		if claim.Check(honest.trees[9], honest.trees[40]) == nil {
			t.Errorf("%s convicts an honest record", what)
		}
	}
	if (&Fork{}).Check(honest.trees[9], honest.trees[9]) == nil || (&Fork{}).Check(honest.trees[0], other.trees[9]) == nil {
		t.Error("a tree contradicts itself, or the empty one")
	}
}

func FuzzNoProofConvictsAnHonestRecord(f *testing.F) {
	g := growing(f, 40, 0)
	f.Add(uint8(9), uint8(40), []byte{})
	f.Add(uint8(3), uint8(7), bytes.Repeat([]byte{1}, 96))
	f.Fuzz(func(t *testing.T, small, large uint8, raw []byte) {
		var p tlog.TreeProof
		for ; len(raw) >= tlog.HashSize; raw = raw[tlog.HashSize:] {
			p = append(p, tlog.Hash(raw[:tlog.HashSize]))
		}
		if int(small) > 40 || int(large) > 40 {
			return
		}
		if found := ForkOfProof(p, g.trees[small], g.trees[large]); found != nil {
			t.Fatalf("%d to %d: %v", small, large, found)
		}
	})
}

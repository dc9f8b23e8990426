package record

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// sizes are those at which trees and tiles change their shape.
var sizes = []int64{0, 1, 2, 3, 4, 7, 8, 9, 255, 256, 257, 511, 512, 513, 1000, 4095, 4096, 4097, 65535, 65536, 65537}

// grow makes a tree of n random leaves and gives their hashes by the second implementation.
func grow(t testing.TB, n int64) (*Hashes, [][]byte) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, uint64(n)))
	tree, leaves := &Hashes{}, make([][]byte, n)
	for i := range leaves {
		data := binary.BigEndian.AppendUint64(nil, random.Uint64())
		leaves[i] = rfc6962.DefaultHasher.HashLeaf(data)
		if err := tree.Append(tlog.RecordHash(data)); err != nil {
			t.Fatal(err)
		}
	}
	return tree, leaves
}

// rootsByOthers gives the root at each of the sizes by the second implementation.
func rootsByOthers(t testing.TB, leaves [][]byte) map[int64]tlog.Hash {
	t.Helper()
	roots := map[int64]tlog.Hash{0: tlog.Hash(rfc6962.DefaultHasher.EmptyRoot())}
	r := (&compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}).NewEmptyRange(0)
	for i, leaf := range leaves {
		if err := r.Append(leaf, nil); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(sizes, int64(i)+1) {
			continue
		}
		root, err := r.GetRootHash(nil)
		if err != nil {
			t.Fatal(err)
		}
		roots[int64(i)+1] = tlog.Hash(root)
	}
	return roots
}

func raw(p []tlog.Hash) [][]byte {
	out := make([][]byte, len(p))
	for i := range p {
		out[i] = p[i][:]
	}
	return out
}

func TestASecondImplementationAgreesOnRootsAndProofs(t *testing.T) {
	tree, leaves := grow(t, slices.Max(sizes))
	roots := rootsByOthers(t, leaves)
	random := rand.New(rand.NewPCG(3, 4))
	for i, size := range sizes {
		root, err := tlog.TreeHash(size, tree)
		if err != nil || root != roots[size] {
			t.Fatalf("root of %d = %x, %v; the second opinion is %x", size, root, err, roots[size])
		}
		for range min(size, 20) {
			seq := brief.Seq(random.Int64N(size) + 1)
			p, err := ProveInclusion(size, seq, tree)
			if err != nil {
				t.Fatal(err)
			}
			if err := proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(seq-1), uint64(size), leaves[seq-1], raw(p), root[:]); err != nil {
				t.Errorf("entry %d of %d: %v", seq, size, err)
			}
			checkInclusionProof(t, p, Tree{size, root}, seq, tlog.Hash(leaves[seq-1]))
		}
		for _, old := range sizes[:i+1] {
			p, err := ProveConsistency(old, size, tree)
			if err != nil {
				t.Fatal(err)
			}
			oldRoot := roots[old]
			if err := proof.VerifyConsistency(rfc6962.DefaultHasher, uint64(old), uint64(size), raw(p), oldRoot[:], root[:]); err != nil {
				t.Errorf("%d from %d: %v", size, old, err)
			}
			checkConsistencyProof(t, p, Tree{old, oldRoot}, Tree{size, root})
		}
	}
}

// checkInclusionProof verifies a proof, and that nothing like it passes.
func checkInclusionProof(t *testing.T, p tlog.RecordProof, tree Tree, seq brief.Seq, leaf tlog.Hash) {
	t.Helper()
	if err := CheckInclusion(p, tree, seq, leaf); err != nil {
		t.Errorf("entry %d of %d: %v", seq, tree.Size, err)
	}
	leaf[0] ^= 1
	if err := CheckInclusion(p, tree, seq, leaf); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("entry %d of %d with another leaf: %v", seq, tree.Size, err)
	}
	leaf[0] ^= 1
	if err := CheckInclusion(append(slices.Clone(p), leaf), tree, seq, leaf); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("entry %d of %d with a longer proof: %v", seq, tree.Size, err)
	}
	if err := CheckInclusion(p, tree, seq%brief.Seq(tree.Size)+1, leaf); tree.Size > 1 && brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("entry %d of %d at the next place: %v", seq, tree.Size, err)
	}
}

// checkConsistencyProof verifies a proof, and that nothing like it passes.
func checkConsistencyProof(t *testing.T, p tlog.TreeProof, old, now Tree) {
	t.Helper()
	if err := CheckConsistency(p, old, now); err != nil {
		t.Errorf("%d from %d: %v", now.Size, old.Size, err)
	}
	if err := CheckConsistency(append(slices.Clone(p), old.Root), old, now); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("%d from %d with a longer proof: %v", now.Size, old.Size, err)
	}
	changed := old
	changed.Root[31] ^= 1
	if err := CheckConsistency(p, changed, now); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("%d from another tree of %d: %v", now.Size, old.Size, err)
	}
	if old.Size == now.Size {
		return
	}
	if err := CheckConsistency(p, now, old); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("%d from %d, backwards: %v", old.Size, now.Size, err)
	}
}

func TestThereIsNoProofOfWhatIsNotThere(t *testing.T) {
	tree, leaves := grow(t, 5)
	whole, err := tree.Tree()
	if err != nil || whole.Size != 5 {
		t.Fatal(whole, err)
	}
	for _, seq := range []brief.Seq{0, 6, 1 << 53, 1<<64 - 1} {
		if p, err := ProveInclusion(5, seq, tree); brief.KindOf(err) != brief.KindNotFound {
			t.Errorf("entry %d: %v, %v", seq, p, err)
		}
		if err := CheckInclusion(nil, whole, seq, tlog.Hash(leaves[0])); brief.KindOf(err) != brief.KindNotFound {
			t.Errorf("entry %d: %v", seq, err)
		}
	}
	for _, c := range [][2]int64{{-1, 5}, {6, 5}, {1, 1 << 53}, {1, -1}} {
		if p, err := ProveConsistency(c[0], c[1], tree); brief.KindOf(err) != brief.KindNotFound {
			t.Errorf("%d from %d: %v, %v", c[1], c[0], p, err)
		}
		if err := CheckConsistency(nil, Tree{Size: c[0]}, Tree{Size: c[1]}); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%d from %d: %v", c[1], c[0], err)
		}
	}
	for _, size := range []int64{6, 1 << 53, 1<<63 - 1} {
		if p, err := ProveInclusion(size, 5, tree); brief.KindOf(err) != brief.KindNotFound {
			t.Errorf("in a tree of %d: %v, %v", size, p, err)
		}
		if err := CheckInclusion(nil, Tree{Size: size}, 5, tlog.Hash(leaves[4])); err == nil {
			t.Errorf("in a tree of %d", size)
		}
	}
	for _, index := range []int64{-1, 8, 1 << 62} {
		if h, err := tree.ReadHashes([]int64{0, index}); brief.KindOf(err) != brief.KindNotFound {
			t.Errorf("stored hash %d: %v, %v", index, h, err)
		}
	}
}

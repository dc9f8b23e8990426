package record

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// Fork shows to anybody that two checkpoints of one record contradict each other. Where both are over as many entries
// nothing but them is needed. Otherwise Root is what the larger tree has over as many first entries as the smaller one, and
// Proof the consistency proof from there to the larger tree.
type Fork struct {
	Root  tlog.Hash
	Proof tlog.TreeProof
}

// FindFork holds the larger of two trees, whose hashes it reads, against the smaller one. It gives nil where the larger
// continues the smaller, and an error where the hashes are not to be had or not those of the larger tree.
func FindFork(small, large Tree, hashes tlog.HashReader) (*Fork, error) {
	if small.Size > large.Size {
		return nil, brief.Invalid(fmt.Sprintf("a record of %d entries cannot begin with one of %d", large.Size, small.Size), "")
	}
	if small.Size == large.Size {
		if small.Root == large.Root {
			return nil, nil
		}
		return &Fork{}, nil
	}
	if small.Size == 0 {
		return nil, nil
	}
	root, err := tlog.TreeHash(small.Size, hashes)
	if err != nil {
		return nil, err
	}
	proof, err := ProveConsistency(small.Size, large.Size, hashes)
	if err != nil {
		return nil, err
	}
	if err := CheckConsistency(proof, Tree{Size: small.Size, Root: root}, large); err != nil {
		return nil, err
	}
	if root == small.Root {
		return nil, nil
	}
	return &Fork{Root: root, Proof: proof}, nil
}

// ForkOfProof looks whether a consistency proof that was handed in, and does not hold, gives its maker away: it leads up to
// the larger root, from another tree than the smaller one. nil where it is only wrong. From a smaller tree of 1, 2, 4 and
// so on entries a proof does not say where it begins; then nobody can tell.
func ForkOfProof(p tlog.TreeProof, small, large Tree) *Fork {
	if small.Size < 1 || small.Size >= large.Size || len(p) > MaxProof {
		return nil
	}
	root, ok := startOf(p, small.Size, large.Size)
	if !ok || root == small.Root || tlog.CheckTree(p, large.Size, large.Root, small.Size, root) != nil {
		return nil
	}
	return &Fork{Root: root, Proof: p}
}

// MaxProof is the most hashes that a consistency proof has.
const MaxProof = 63

// startOf computes the root of the smaller tree from a proof, as in RFC 9162, section 2.1.4.2.
func startOf(p tlog.TreeProof, small, large int64) (tlog.Hash, bool) {
	if small&(small-1) == 0 || len(p) == 0 {
		return tlog.Hash{}, false
	}
	fn, sn := small-1, large-1
	for fn&1 == 1 {
		fn, sn = fn>>1, sn>>1
	}
	root := p[0]
	for _, c := range p[1:] {
		if sn == 0 {
			return tlog.Hash{}, false
		}
		if fn&1 == 1 || fn == sn {
			root = tlog.NodeHash(c, root)
			for fn&1 == 0 && fn != 0 {
				fn, sn = fn>>1, sn>>1
			}
		}
		fn, sn = fn>>1, sn>>1
	}
	return root, sn == 0
}

// Check tells whether the fork holds for two trees, whose checkpoints the caller has verified.
func (f *Fork) Check(one, other Tree) error {
	small, large := one, other
	if small.Size > large.Size {
		small, large = large, small
	}
	none := brief.Invalid("the two checkpoints do not contradict each other", "")
	switch {
	case small.Size == large.Size && small.Root != large.Root:
		return nil
	case small.Size == large.Size || small.Size == 0 || f == nil || f.Root == small.Root:
		return none
	case CheckConsistency(f.Proof, Tree{Size: small.Size, Root: f.Root}, large) != nil:
		return none
	}
	return nil
}

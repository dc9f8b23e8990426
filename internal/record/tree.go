package record

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// Hashes holds the stored hashes of a tree in memory, in tlog's order. The zero value is the empty tree.
type Hashes struct {
	list []tlog.Hash
	size int64
}

// Append adds the leaf hash of the next entry.
func (h *Hashes) Append(leaf tlog.Hash) error {
	stored, err := tlog.StoredHashesForRecordHash(h.size, leaf, h)
	if err != nil {
		return err
	}
	h.list = append(h.list, stored...)
	h.size++
	return nil
}

// Tree gives size and root as a checkpoint would.
func (h *Hashes) Tree() (Tree, error) {
	root, err := tlog.TreeHash(h.size, h)
	return Tree{Size: h.size, Root: root}, err
}

// ReadHashes gives the hashes at tlog's stored indexes.
func (h *Hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x < 0 || x >= int64(len(h.list)) {
			return nil, brief.NotFound(fmt.Sprintf("the tree of %d entries has no stored hash %d", h.size, x), "")
		}
		hashes[i] = h.list[x]
	}
	return hashes, nil
}

// ProveInclusion gives the proof that entry seq lies in the tree of the first size entries.
func ProveInclusion(size int64, seq brief.Seq, r tlog.HashReader) (tlog.RecordProof, error) {
	if !isAmong(seq, size) {
		return nil, brief.NotFound(fmt.Sprintf("entry %d is not among the first %d", seq, size), "")
	}
	return tlog.ProveRecord(size, seq.Leaf(), r)
}

// CheckInclusion verifies that the entry with that sequence and leaf hash lies in the tree.
func CheckInclusion(p tlog.RecordProof, t Tree, seq brief.Seq, leaf tlog.Hash) error {
	if !isAmong(seq, t.Size) {
		return brief.NotFound(fmt.Sprintf("entry %d is not among the first %d", seq, t.Size), "")
	}
	if err := tlog.CheckRecord(p, t.Size, t.Root, seq.Leaf(), leaf); err != nil {
		return &brief.Error{Kind: brief.KindInvalid, What: fmt.Sprintf("entry %d is not proved to be in the record", seq), Err: err}
	}
	return nil
}

func isAmong(seq brief.Seq, size int64) bool {
	return seq >= 1 && seq <= MaxSize && size <= MaxSize && int64(seq) <= size
}

// ProveConsistency gives the proof that the record of now entries begins with the record of old entries.
func ProveConsistency(old, now int64, r tlog.HashReader) (tlog.TreeProof, error) {
	if old < 0 || old > now || now > MaxSize {
		return nil, brief.NotFound(fmt.Sprintf("a record of %d entries cannot have grown from %d", now, old), "")
	}
	if old == 0 {
		return tlog.TreeProof{}, nil
	}
	return tlog.ProveTree(now, old, r)
}

// CheckConsistency verifies that the record only grew between two checkpoints.
func CheckConsistency(p tlog.TreeProof, old, now Tree) error {
	if err := checkTree(old); err != nil {
		return err
	}
	if err := checkTree(now); err != nil {
		return err
	}
	rewritten := brief.Error{
		Kind: brief.KindInvalid,
		What: fmt.Sprintf("the record of %d entries does not continue the one of %d", now.Size, old.Size),
		Do:   "something that was published has been changed or taken away; keep both checkpoints",
	}
	if old.Size == 0 {
		if len(p) != 0 {
			return &rewritten
		}
		return nil
	}
	if rewritten.Err = tlog.CheckTree(p, now.Size, now.Root, old.Size, old.Root); rewritten.Err != nil {
		return &rewritten
	}
	return nil
}

// EmptyTree is the tree of a record before its first entry.
func EmptyTree() Tree {
	root, _ := tlog.TreeHash(0, nil) // the hash of nothing: no hash is read and nothing can fail
	return Tree{Root: root}
}

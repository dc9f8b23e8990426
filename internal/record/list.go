package record

import (
	"encoding/hex"

	"golang.org/x/mod/sumdb/tlog"
)

// ListRoot gives the root of the Merkle tree (RFC 6962) over the canonical JSON (RFC 8785) of each element in its order, as 64 lower-case
// hexadecimal digits. What is many at once stands in one entry with it, so that one element can be shown without the others.
func ListRoot[T any](list []T) (string, error) {
	var h Hashes
	for _, e := range list {
		leaf, err := listLeaf(e)
		if err != nil {
			return "", err
		}
		if err := h.Append(leaf); err != nil {
			return "", err
		}
	}
	tree, err := h.Tree()
	return hex.EncodeToString(tree.Root[:]), err
}

func listLeaf(element any) (tlog.Hash, error) {
	canonical, err := Canonical(element)
	return tlog.RecordHash(canonical), err
}

// ListProof gives the proof that the element at a place lies in the tree over a list: hashes from the leaf up, as hexadecimal digits.
func ListProof[T any](list []T, at int) ([]string, error) {
	var h Hashes
	for _, e := range list {
		leaf, err := listLeaf(e)
		if err != nil {
			return nil, err
		}
		if err := h.Append(leaf); err != nil {
			return nil, err
		}
	}
	proof, err := tlog.ProveRecord(int64(len(list)), int64(at), &h)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(proof))
	for i, p := range proof {
		out[i] = hex.EncodeToString(p[:])
	}
	return out, nil
}

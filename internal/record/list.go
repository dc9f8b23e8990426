package record

import (
	"encoding/hex"
	"encoding/json"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
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

// CheckNumbers holds the body of a versions entry to the root and the count that it states: Invalid where its versions are not those that
// were counted. A body without a root states none, and passes; so does what replaced a removed one.
func CheckNumbers(body json.RawMessage) error {
	var b struct {
		Versions []json.RawMessage `json:"versions"`
		Root     string            `json:"root"`
		Count    int               `json:"count"`
	}
	if err := json.Unmarshal(body, &b); err != nil {
		return brief.Invalid("the numbers of an entry cannot be read", "")
	}
	if b.Root == "" {
		return nil
	}
	root, err := ListRoot(b.Versions)
	if err != nil {
		return err
	}
	if root != b.Root || len(b.Versions) != b.Count {
		return brief.Invalid(fmt.Sprintf("an entry states %d numbers under the root %.16s, and holds %d under %.16s", b.Count, b.Root, len(b.Versions), root), "")
	}
	return nil
}

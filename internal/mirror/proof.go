package mirror

import (
	"bytes"
	"encoding/json"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// proofTitle says which form a proof has.
const proofTitle = "livebrief proof 1"

// proof shows that entries lie in a record, without the rest of it: one file for one item.
type proof struct {
	Title      string   `json:"proof"`
	Key        string   `json:"key"`
	Checkpoint string   `json:"checkpoint"`
	Entries    []proven `json:"entries"`
}

// proven is one entry with what stands beside it and its way up to the root.
type proven struct {
	Leaf    json.RawMessage  `json:"entry"`
	Body    json.RawMessage  `json:"body,omitempty"`
	Salt    []byte           `json:"salt,omitempty"`
	Removal *brief.Removal   `json:"removal,omitempty"`
	Path    tlog.RecordProof `json:"path"`
}

// WriteProof writes the proof of an entry as canonical JSON and a line's end. The tree is the checkpoint's. Where the
// entry has lost its text, the redaction that took it stands behind it.
func WriteProof(key string, checkpoint []byte, tree tlog.HashReader, entry brief.Published, redaction *brief.Published) ([]byte, error) {
	verifier, err := record.NewVerifier(key)
	if err != nil {
		return nil, err
	}
	t, err := record.OpenCheckpoint(checkpoint, verifier.Name(), note.VerifierList(verifier))
	if err != nil {
		return nil, err
	}
	p := proof{Title: proofTitle, Key: key, Checkpoint: string(checkpoint)}
	list := []brief.Published{entry}
	if redaction != nil {
		list = append(list, *redaction)
	}
	for _, e := range list {
		leaf, err := record.LeafBytes(e.Entry)
		if err != nil {
			return nil, err
		}
		path, err := record.ProveInclusion(t.Size, e.Entry.Seq, tree)
		if err != nil {
			return nil, fmt.Errorf("proving entry %d: %w", e.Entry.Seq, err)
		}
		if path == nil {
			path = tlog.RecordProof{}
		}
		p.Entries = append(p.Entries, proven{Leaf: leaf, Body: e.Body, Salt: e.Salt, Removal: e.Removal, Path: path})
	}
	raw, err := record.Canonical(p)
	return append(raw, '\n'), err
}

// Proven is what a proof shows.
type Proven struct {
	Entry brief.Entry     `json:"entry"`
	Body  json.RawMessage `json:"body"`
}

// IsProof tells whether a file is to be read as a proof.
func IsProof(first []byte) bool { return bytes.HasPrefix(first, []byte("{")) }

// wholeProof is where the faults of a proof lie.
const wholeProof = "the proof"

// VerifyProof finds out what a proof is worth. That the entry is the item's newest, no proof can tell.
func VerifyProof(raw []byte, o Options) *Result {
	v := &check{Options: o, Result: newResult()}
	v.Files, v.Bytes, v.partial = 1, int64(len(raw)), true
	if err := v.proof(raw); err != nil {
		v.fault(tampered(wholeProof, plain(err)))
		return v.Result
	}
	v.publisher()
	v.asked(checkpointPath)
	if old, ok := v.Pins[v.Origin]; ok && old.Key == v.Result.Key && (v.tree.Size < old.Size || v.tree.Size == old.Size && v.root.String() != old.Root) {
		v.fault(Fault{Stale, wholeProof, fmt.Sprintf("it is of a record of %d entries that is not the one of %d that was pinned", v.tree.Size, old.Size)})
	}
	return v.Result
}

func (v *check) proof(raw []byte) error {
	var p proof
	if err := json.Unmarshal(raw, &p); err != nil || p.Title != proofTitle || len(p.Entries) < 1 || len(p.Entries) > 2 {
		return brief.Invalid("it is no proof, or a damaged one", "")
	}
	if again, err := record.Canonical(p); err != nil || !bytes.Equal(append(again, '\n'), raw) {
		return brief.Invalid("it is spelled in an unusual way", "")
	}
	var err error
	if v.verifier, err = readKey([]byte(p.Key + "\n")); err != nil {
		return brief.Invalid("its key is damaged", "")
	}
	v.Result.Key, v.Origin = p.Key, v.verifier.Name()
	if v.Fingerprint, err = record.Fingerprint(p.Key); err != nil {
		return err
	}
	if v.tree, err = record.OpenCheckpoint([]byte(p.Checkpoint), v.Origin, note.VerifierList(v.verifier)); err != nil {
		return err
	}
	v.Edition, v.root = brief.Seq(v.tree.Size), v.tree.Root
	var list []brief.Published
	for _, e := range p.Entries {
		one := brief.Published{Body: e.Body, Salt: e.Salt, Removal: e.Removal}
		if one.Entry, err = record.ParseEntry(e.Leaf); err != nil {
			return err
		}
		if err := record.CheckInclusion(e.Path, v.tree, one.Entry.Seq, tlog.RecordHash(e.Leaf)); err != nil {
			return err
		}
		if err := record.VerifyEntry(one); err != nil {
			return err
		}
		list = append(list, one)
	}
	return v.shown(list)
}

// shown takes what was proven: a text, or its open removal and the entry that ordered it.
func (v *check) shown(list []brief.Published) error {
	first := &list[0]
	v.At, v.Proven = first.Entry.At, &Proven{Entry: first.Entry, Body: first.Text()}
	if first.Removal == nil {
		if len(list) > 1 {
			return brief.Invalid("it holds an entry too many", "")
		}
		return nil
	}
	if len(list) < 2 || list[1].Entry.Seq != first.Removal.By {
		return brief.Invalid(fmt.Sprintf("entry %d has lost its text, and the entry that removed it is not here", first.Entry.Seq), "")
	}
	v.Removed = append(v.Removed, Gone{Seq: first.Entry.Seq, By: first.Removal.By, Class: first.Removal.Class})
	return record.VerifyRemoval(*first, list[1])
}

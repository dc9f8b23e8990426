package mirror

import (
	"bytes"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Witness is somebody whom a reader asks whether others are shown the same record.
type Witness struct {
	// Key is the witness's public key, got by another way than the copy.
	Key string
	// Ask gets the newest checkpoint of a record that the witness has cosigned.
	Ask func(origin string) ([]byte, error)
}

// Witnessed is what a witness has cosigned of the record.
type Witnessed struct {
	Name string    `json:"name"`
	Size int64     `json:"size"`
	At   time.Time `json:"at"`

	tree   record.Tree
	signed []byte
}

// View is a checkpoint of the copy and one that a witness has cosigned, where the two contradict each other: the publisher
// signed both, so together they prove it to anybody.
type View struct {
	Witness string `json:"witness"`
	Copy    string `json:"copy"`
	Theirs  string `json:"theirs"`
	// Fork is what proves it where they are over different sizes.
	Fork *record.Fork `json:"-"`
	// Small is the smaller of the two sizes.
	Small int64 `json:"-"`
}

// askWitnesses hears what the witnesses have cosigned, before the record is read: sizes and roots to hold it against. An
// error means that one could not be heard; then nothing is said of the copy.
func (v *check) askWitnesses() error {
	for _, w := range v.Options.Witnesses {
		verifier, err := record.NewWitnessVerifier(w.Key)
		if err != nil {
			return err
		}
		raw, err := w.Ask(v.Origin)
		if err != nil {
			return err
		}
		tree, by, err := record.OpenCosigned(raw, v.Origin, verifier)
		if err != nil {
			return &brief.Error{Kind: brief.KindInvalid, What: "the answer of the witness " + verifier.Name() + " is not a checkpoint that it signed",
				Do: "compare its key with the one its owner prints", Err: err}
		}
		if _, err := record.OpenCheckpoint(raw, v.Origin, note.VerifierList(v.verifier)); err != nil {
			v.fault(Fault{Unknown, keyPath, "the witness " + verifier.Name() + " knows this record under another key than the copy's"})
			continue
		}
		v.Witnessed = append(v.Witnessed, Witnessed{Name: verifier.Name(), Size: tree.Size, At: by.At, tree: tree, signed: raw})
		if tree.Size > v.tree.Size {
			v.fault(Fault{Stale, checkpointPath, fmt.Sprintf("the record has %d entries here, and the witness %s has cosigned %d", v.tree.Size, verifier.Name(), tree.Size)})
		}
	}
	return nil
}

// witnessed holds the record, which is whole and signed, against what the witnesses have cosigned of it.
func (v *check) witnessed() error {
	if v.gravest <= Incomplete {
		return nil
	}
	for _, w := range v.Witnessed {
		if w.Size > v.tree.Size {
			continue
		}
		fork, err := record.FindFork(w.tree, v.tree, v.tileHashes())
		if err != nil {
			return err
		}
		if fork == nil {
			continue
		}
		v.fault(tampered(checkpointPath, fmt.Sprintf("two views of one record: its first %d entries are not those that the witness %s has cosigned, and the publisher's key signed both",
			w.Size, w.Name)))
		own, err := v.copy.Read(checkpointPath, 64<<10)
		if err != nil {
			return err
		}
		v.Views = append(v.Views, View{Witness: w.Name, Copy: string(own), Theirs: string(w.signed), Fork: fork, Small: w.Size})
	}
	return nil
}

// tileHashes reads the hashes of the copy's tree from its tiles, which have been checked by then.
func (v *check) tileHashes() tlog.HashReader {
	return record.TileHashes(v.tree, func(path string) ([]byte, error) {
		body, err := v.copy.Read("record/"+path, record.FullTile*tlog.HashSize)
		return bytes.Clone(body), err
	})
}

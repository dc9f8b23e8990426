package witness

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// The reasons for which a checkpoint is not cosigned.
var (
	errMalformed = errors.New("this is no checkpoint")
	errUnknown   = errors.New("this record is not followed here")
	errUnsigned  = errors.New("no key that is known here signed this checkpoint")
	errSmaller   = errors.New("the old size is larger than the checkpoint's")
	errUnproved  = errors.New("the proof does not show that the record only grew")
	errStopped   = errors.New("two checkpoints of this record contradict each other; nothing of it is cosigned until a person has looked")
)

// elsewhere says that the record stands at another size here.
type elsewhere struct{ size int64 }

func (e elsewhere) Error() string {
	return fmt.Sprintf("the newest checkpoint cosigned here is over %d entries", e.size)
}

// sameAgain is how long a cosignature answers for the same checkpoint, so that whoever hands it in again and again does not
// wear out the disk.
const sameAgain = 10 * time.Second

// signed is a checkpoint that the publisher signed.
type signed struct {
	tree record.Tree
	// note is the text with the publisher's signatures and no others.
	note []byte
	// keys are the names and ids of the keys that signed.
	keys []string
}

// open reads a checkpoint of a record that is followed.
func (w *Witness) open(msg []byte) (*watched, signed, error) {
	origin, err := record.OriginOf(msg)
	if err != nil {
		return nil, signed{}, errMalformed
	}
	r := w.find(origin)
	if r == nil {
		return nil, signed{}, errUnknown
	}
	s, err := r.open(msg)
	return r, s, err
}

func (r *watched) open(msg []byte) (signed, error) {
	tree, err := record.OpenCheckpoint(msg, r.Origin, r.verifiers)
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	switch {
	case errors.As(err, &unverified), errors.As(err, &invalid):
		return signed{}, errUnsigned
	case err != nil:
		return signed{}, errMalformed
	}
	n, err := note.Open(msg, r.verifiers)
	if err != nil {
		return signed{}, errUnsigned
	}
	s := signed{tree: tree, note: []byte(n.Text + "\n")}
	for _, sig := range n.Sigs {
		s.note = append(s.note, "— "+sig.Name+" "+sig.Base64+"\n"...)
		s.keys = append(s.keys, fmt.Sprintf("%s+%08x", sig.Name, sig.Hash))
	}
	return s, nil
}

// take judges a checkpoint that was handed in with a proof from the size old, and gives the line of the cosignature.
func (w *Witness) take(msg []byte, old int64, proof tlog.TreeProof) (string, error) {
	r, s, err := w.open(msg)
	if err != nil {
		return "", err
	}
	if old > s.tree.Size {
		return "", errSmaller
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if w.stopped(r) {
		return "", errStopped
	}
	if r.kept != nil && s.tree.Size == r.tree.Size && s.tree.Root != r.tree.Root {
		return "", errors.Join(elsewhere{r.tree.Size}, w.convict(r, s, &record.Fork{}, "was handed in"))
	}
	if old != r.tree.Size {
		return "", elsewhere{r.tree.Size}
	}
	if record.CheckConsistency(proof, r.tree, s.tree) != nil {
		if fork := record.ForkOfProof(proof, r.tree, s.tree); fork != nil {
			return "", errors.Join(errUnproved, w.convict(r, s, fork, "was handed in"))
		}
		return "", errUnproved
	}
	return w.cosign(r, s)
}

// cosign signs, keeps, and only then gives out; the caller holds the lock and knows that the record only grew.
func (w *Witness) cosign(r *watched, s signed) (string, error) {
	now := w.opts.Now()
	if since := now.Sub(r.by.At); r.kept != nil && s.tree == r.tree && since >= 0 && since < sameAgain {
		return r.by.Line, nil
	}
	by, err := w.key.Cosign(s.note, now)
	if err != nil {
		return "", err
	}
	kept := append(s.note[:len(s.note):len(s.note)], by.Line...)
	if err := replace(filepath.Join(w.dir, seenName, idOf(r.Origin)), kept); err != nil {
		return "", brief.Unavailable("the checkpoint cannot be kept, so it is not cosigned", "free space on the witness's disk", err)
	}
	r.tree, r.kept, r.by = s.tree, kept, by
	return by.Line, nil
}

// stopped tells whether a contradiction waits for a person; the caller holds the lock.
func (w *Witness) stopped(r *watched) bool {
	if r.unmarked {
		return true
	}
	_, err := os.Lstat(w.mark(r.Origin))
	return !errors.Is(err, fs.ErrNotExist)
}

func (w *Witness) mark(origin string) string {
	return filepath.Join(w.dir, stoppedName, idOf(origin))
}

// publishersPart takes our own line off what is kept.
func (r *watched) publishersPart() []byte {
	return []byte(strings.TrimSuffix(string(r.kept), r.by.Line))
}

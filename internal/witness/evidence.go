package witness

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// The files of one contradiction. The proof is there only where the two checkpoints are over different sizes.
const (
	firstName   = "first"
	secondName  = "second"
	proofName   = "proof"
	findingName = "finding.txt"
)

// Evidence is two checkpoints of one record that contradict each other. The publisher signed both, so it proves itself to
// anybody who has the publisher's key.
type Evidence struct {
	First, Second []byte
	// Proof is empty where both are over as many entries; see [EncodeFork].
	Proof []byte
	// Finding says in a sentence what was found, and when.
	Finding string
}

// EncodeFork writes what shows that two checkpoints of different sizes contradict each other: the smaller size, the root
// that the larger tree has there, and the consistency proof from there, in the manner of C2SP's tlog-witness.
func EncodeFork(f *record.Fork, small int64) []byte {
	b := fmt.Appendf(nil, "old %d\n%s\n", small, base64.StdEncoding.EncodeToString(f.Root[:]))
	for _, h := range f.Proof {
		b = fmt.Appendf(b, "%s\n", base64.StdEncoding.EncodeToString(h[:]))
	}
	return b
}

// parseFork is the inverse of [EncodeFork].
func parseFork(raw []byte) (*record.Fork, error) {
	bad := brief.Invalid("the proof of the contradiction cannot be read", "get the evidence again")
	head, rest, _ := strings.Cut(string(raw), "\n")
	size, ok := strings.CutPrefix(head, "old ")
	if _, err := strconv.ParseInt(size, 10, 64); !ok || err != nil {
		return nil, bad
	}
	hashes, err := parseHashes(rest)
	if err != nil || len(hashes) == 0 || len(hashes) > record.MaxProof+1 {
		return nil, bad
	}
	return &record.Fork{Root: hashes[0], Proof: hashes[1:]}, nil
}

// parseHashes reads hashes in base 64, each with a line feed.
func parseHashes(text string) (tlog.TreeProof, error) {
	var list tlog.TreeProof
	for line := range strings.Lines(text) {
		coded, ok := strings.CutSuffix(line, "\n")
		raw, err := base64.StdEncoding.DecodeString(coded)
		if !ok || err != nil || len(raw) != tlog.HashSize || base64.StdEncoding.EncodeToString(raw) != coded {
			return nil, errMalformed
		}
		list = append(list, tlog.Hash(raw))
	}
	return list, nil
}

// Check tells whether the evidence proves that whoever holds the key signed two histories of one record. It gives the
// origin; an error says what is missing.
func (e *Evidence) Check(verifierKey string) (origin string, err error) {
	v, err := record.NewVerifier(verifierKey)
	if err != nil {
		return "", err
	}
	one, err := record.OpenCheckpoint(e.First, v.Name(), note.VerifierList(v))
	if err != nil {
		return "", err
	}
	other, err := record.OpenCheckpoint(e.Second, v.Name(), note.VerifierList(v))
	if err != nil {
		return "", err
	}
	fork := &record.Fork{}
	if len(e.Proof) > 0 {
		if fork, err = parseFork(e.Proof); err != nil {
			return "", err
		}
	}
	return v.Name(), fork.Check(one, other)
}

// ReadEvidence reads a folder of evidence.
func ReadEvidence(folder string) (Evidence, error) {
	var e Evidence
	var finding []byte
	for _, f := range []struct {
		name   string
		into   *[]byte
		needed bool
	}{{firstName, &e.First, true}, {secondName, &e.Second, true}, {proofName, &e.Proof, false}, {findingName, &finding, false}} {
		raw, err := os.ReadFile(filepath.Join(folder, f.name))
		if err != nil && (f.needed || !errors.Is(err, fs.ErrNotExist)) {
			return e, brief.Invalid("the folder "+folder+" holds no evidence that can be read", "name one with the files "+firstName+" and "+secondName)
		}
		*f.into = raw
	}
	e.Finding = strings.TrimSpace(string(finding))
	return e, nil
}

// WriteEvidence keeps evidence in a folder of its own below dir, whole or not at all, and gives its path. The same two
// checkpoints have one folder, which is never written again.
func WriteEvidence(dir, origin string, e Evidence) (string, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	sum := sha256.Sum256(slices.Concat(e.First, []byte{0}, e.Second))
	name := filepath.Join(dir, idOf(origin)+"-"+hex.EncodeToString(sum[:4]))
	if _, err := os.Lstat(name); err == nil {
		return name, nil
	}
	half, err := os.MkdirTemp(dir, ".new-*")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(half)
	files := map[string][]byte{firstName: e.First, secondName: e.Second, findingName: []byte(e.Finding + "\n")}
	if len(e.Proof) > 0 {
		files[proofName] = e.Proof
	}
	for file, raw := range files {
		if err := replace(filepath.Join(half, file), raw); err != nil {
			return "", err
		}
	}
	if err := os.Rename(half, name); err != nil {
		return "", err
	}
	return name, syncFolder(dir)
}

// convict keeps what was found and stops the record; the caller holds the lock. An error is of the disk: then the record
// is stopped as long as the witness runs.
func (w *Witness) convict(r *watched, s signed, fork *record.Fork, how string) error {
	e := Evidence{First: r.publishersPart(), Second: s.note, Finding: finding(r, s, how, w.opts.Now())}
	if s.tree.Size != r.tree.Size {
		e.Proof = EncodeFork(fork, min(s.tree.Size, r.tree.Size))
	}
	r.unmarked = true
	folder, err := WriteEvidence(filepath.Join(w.dir, evidenceName), r.Origin, e)
	if err == nil {
		err = replace(w.mark(r.Origin), fmt.Appendf(nil, "%s\nThe evidence is in %s.\nNothing of this record is cosigned until a person removes this file.\n", e.Finding, folder))
	}
	if err != nil {
		w.opts.Log.Error("evidence cannot be kept; free space on the witness's disk", "record", r.Origin, "error", err)
		return brief.Unavailable("what was found cannot be kept", "free space on the witness's disk", err)
	}
	r.unmarked = false
	w.opts.Log.Error("two checkpoints of one record contradict each other", "record", r.Origin, "evidence", folder)
	return nil
}

// finding says what was found.
func finding(r *watched, s signed, how string, now time.Time) string {
	text := fmt.Sprintf("On %s a checkpoint of %s over %d entries %s. It contradicts the one over %d entries that this witness cosigned on %s: "+
		"no record that only grows has both.", now.UTC().Format(time.RFC3339), r.Origin, s.tree.Size, how, r.tree.Size, r.by.At.Format(time.RFC3339))
	first, err := r.open(r.publishersPart())
	for _, key := range s.keys {
		if err == nil && slices.Contains(first.keys, key) {
			return text + " Both are signed by the key " + key + "."
		}
	}
	return text + " They are signed by different keys of this record."
}

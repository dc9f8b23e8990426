package mirror

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Options say what a reader asks of a copy.
type Options struct {
	// Key is the publisher's key or its fingerprint, got by another way than the copy; empty when there is none.
	Key string
	// Pins remember what was seen before; nil takes nothing on a first sight.
	Pins Pins
	// MinSize is the least number of entries, MaxAge the greatest age of the last one at Now; 0 asks for nothing.
	MinSize int64
	MaxAge  time.Duration
	Now     time.Time
	// Witnesses are asked whether others are shown the same record.
	Witnesses []Witness
	// Limits bound what the copy may cost.
	Limits Limits
	// Progress hears how many files of how many are checked; it may be nil.
	Progress func(done, total int)
}

// Gone is an entry whose text was removed openly.
type Gone struct {
	Seq   brief.Seq `json:"seq"`
	By    brief.Seq `json:"by"`
	Class string    `json:"class"`
}

// Result is what was found out about a copy.
type Result struct {
	Origin      string    `json:"origin"`
	Fingerprint string    `json:"fingerprint"`
	Key         string    `json:"key"`
	Edition     brief.Seq `json:"edition"`
	At          time.Time `json:"at"`
	Files       int       `json:"files"`
	Bytes       int64     `json:"bytes"`
	// KnownBy says what settled who the publisher is: "key", "pin", "first pin"; empty when nothing did.
	KnownBy string `json:"known_by"`
	Removed []Gone `json:"removed"`
	// Proven is what a proof shows; nil for a whole copy.
	Proven *Proven `json:"proven,omitempty"`
	// Witnessed is what the witnesses that were asked have cosigned, Views where that contradicts the copy.
	Witnessed []Witnessed `json:"witnessed,omitempty"`
	Views     []View      `json:"views,omitempty"`
	// Faults are the first faults found, More how many there are besides.
	Faults []Fault `json:"faults"`
	More   int     `json:"more_faults"`

	root    tlog.Hash
	gravest Verdict
}

// Verdict is the gravest fault's, or Intact.
func (r *Result) Verdict() Verdict { return r.gravest }

// Pin is what to remember of the copy.
func (r *Result) Pin() Pin {
	return Pin{Origin: r.Origin, Key: r.Key, Size: int64(r.Edition), Root: r.root.String()}
}

// faultsKept is how many faults are named one by one.
const faultsKept = 50

func (r *Result) fault(f Fault) {
	r.gravest = min(r.gravest, f.Verdict)
	if len(r.Faults) == faultsKept {
		r.More++
		return
	}
	r.Faults = append(r.Faults, f)
}

// errTooLarge marks what is more than a copy may cost.
var errTooLarge = errors.New("more than is read")

// Verify finds out what a copy is worth. An error means that it could not be read, not that something is wrong with it.
func Verify(ctx context.Context, c Copy, o Options) (*Result, error) {
	v := &check{ctx: ctx, copy: c, Options: o, Result: &Result{gravest: Intact, Removed: []Gone{}, Faults: []Fault{}}, done: map[string]bool{}}
	v.Limits = v.Limits.filled()
	err := v.run()
	if errors.Is(err, errStop) {
		err = nil
	}
	return v.Result, err
}

// errStop ends a check whose verdict nothing that follows can better.
var errStop = errors.New("there is no going on")

type check struct {
	ctx  context.Context
	copy Copy
	Options
	*Result
	manifest *Manifest
	verifier note.Verifier
	tree     record.Tree
	done     map[string]bool
	chain    record.Chain
	hashes   record.Hashes
	last     time.Time
}

func (v *check) run() error {
	paths, faults, listed, err := v.copy.List()
	if err != nil {
		return err
	}
	for _, f := range faults {
		v.fault(f)
		if f.Where == wholeZip {
			return errStop
		}
	}
	if err := v.heads(); err != nil {
		return err
	}
	if err := v.askWitnesses(); err != nil {
		return err
	}
	if listed {
		v.extras(paths)
	}
	if err := v.record(); err != nil {
		return err
	}
	for _, f := range v.manifest.Files {
		if _, err := v.file(f.Path); err != nil && !errors.Is(err, errStop) {
			return err
		}
	}
	if z, ok := v.copy.(interface{ Canonical() bool }); ok && v.gravest > Tampered && !z.Canonical() {
		v.fault(tampered(wholeZip, "something stands in it besides its files, or it was packed by another program; unpack it and verify the folder"))
	}
	v.publisher()
	v.asked()
	v.pinned()
	return v.witnessed()
}

// heads opens the three files that the others are checked by.
func (v *check) heads() error {
	rawKey, err := v.head(keyPath, maxKey)
	if err != nil {
		return err
	}
	if v.verifier, err = readKey(rawKey); err != nil {
		return v.stop(tampered(keyPath, "it is damaged"))
	}
	v.Result.Key = string(rawKey[:len(rawKey)-1])
	v.Origin = v.verifier.Name()
	if v.Fingerprint, err = record.Fingerprint(v.Result.Key); err != nil {
		return v.stop(tampered(keyPath, "it is damaged"))
	}
	signed, err := v.head(manifestPath, v.Limits.File)
	if err != nil {
		return err
	}
	if v.manifest, err = openManifest(signed, v.verifier); err != nil {
		return v.stop(tampered(manifestPath, plain(err)))
	}
	checkpoint, err := v.head(checkpointPath, 64<<10)
	if err != nil {
		return err
	}
	if v.tree, err = record.OpenCheckpoint(checkpoint, v.Origin, note.VerifierList(v.verifier)); err != nil {
		return v.stop(tampered(checkpointPath, plain(err)))
	}
	v.Edition, v.At, v.root = v.manifest.Edition, v.manifest.At, v.tree.Root
	v.Files, v.Bytes = len(v.manifest.Files)+1, v.manifest.Bytes()
	switch {
	case v.manifest.Origin != v.Origin:
		return v.stop(tampered(manifestPath, "it is that of another record, "+printable(v.manifest.Origin)))
	case int64(v.manifest.Edition) != v.tree.Size:
		return v.stop(tampered(manifestPath, fmt.Sprintf("it is that of edition %d, the checkpoint that of %d", v.manifest.Edition, v.tree.Size)))
	}
	return nil
}

// plain gives the sentence of an error without what to do about it.
func plain(err error) string {
	var e *brief.Error
	if errors.As(err, &e) {
		return e.What
	}
	return err.Error()
}

func (v *check) stop(f Fault) error {
	v.fault(f)
	return errStop
}

// head reads a file that cannot be done without.
func (v *check) head(path string, limit int64) ([]byte, error) {
	body, err := v.copy.Read(path, limit)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, v.stop(incomplete(path, "it is not there"))
	case errors.Is(err, errTooLarge), err == nil && int64(len(body)) > limit:
		return nil, v.stop(tampered(path, "it is larger than any such file"))
	}
	return body, err
}

// extras names the files that the manifest does not.
func (v *check) extras(paths []string) {
	for _, p := range paths {
		if _, ok := v.manifest.find(p); ok || p == manifestPath {
			continue
		}
		if !plainPath(p) {
			v.fault(tampered(p, oddName(p)))
			continue
		}
		v.fault(tampered(p, "the publisher's manifest does not name this file"))
	}
}

// file reads a file of the manifest and holds it against it, once. It gives errStop where the file is not the signed one.
func (v *check) file(path string) ([]byte, error) {
	if err := v.ctx.Err(); err != nil {
		return nil, err
	}
	if v.done[path] {
		return nil, nil
	}
	v.done[path] = true
	if v.Progress != nil {
		v.Progress(len(v.done), len(v.manifest.Files))
	}
	f, ok := v.manifest.find(path)
	if !ok {
		return nil, v.stop(incomplete(path, "the publisher's manifest does not name it, and the record needs it"))
	}
	body, err := v.copy.Read(path, f.Size)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, v.stop(incomplete(path, "it is not there"))
	case errors.Is(err, errTooLarge):
		return nil, v.stop(tampered(path, plain(err)))
	case err != nil:
		return nil, err
	case !f.holds(body):
		return nil, v.stop(tampered(path, "it is not the file that the publisher signed"))
	}
	return body, nil
}

// asked holds the copy against what the reader asked for.
func (v *check) asked() {
	size := v.tree.Size
	if size < v.MinSize {
		v.fault(Fault{Stale, checkpointPath, fmt.Sprintf("the record has %d entries here, and %d are asked for", size, v.MinSize)})
	}
	if age := v.Now.Sub(v.At); v.MaxAge > 0 && age > v.MaxAge {
		v.fault(Fault{Stale, checkpointPath, fmt.Sprintf("the last entry is %s old", age.Round(time.Minute))})
	}
}

// pinned holds the copy against what was seen before.
func (v *check) pinned() {
	size := v.tree.Size
	old, ok := v.Pins[v.Origin]
	if !ok || v.gravest <= Incomplete || old.Key != v.Result.Key && v.KnownBy != "key" {
		// Of a stranger's record nothing was seen before.
		return
	}
	if size < old.Size {
		v.fault(Fault{Stale, checkpointPath, fmt.Sprintf("the record has %d entries here, and had %d when it was pinned", size, old.Size)})
		return
	}
	if root, err := tlog.TreeHash(old.Size, &v.hashes); err != nil || root.String() != old.Root {
		v.fault(Fault{Stale, checkpointPath, fmt.Sprintf("its first %d entries are not those that were pinned: two records go by this name", old.Size)})
	}
}

// publisher settles whose copy it is.
func (v *check) publisher() {
	mine := v.Result.Key
	old, pinned := v.Pins[v.Origin]
	switch {
	case v.Options.Key != "" && (v.Options.Key == mine || sameFingerprint(v.Options.Key, v.Fingerprint)):
		v.KnownBy = "key"
	case v.Options.Key != "":
		v.fault(Fault{Unknown, keyPath, "the copy is signed by " + v.Fingerprint + ", not by the key that was given"})
	case pinned && old.Key == mine:
		v.KnownBy = "pin"
	case pinned:
		short, _ := record.Fingerprint(old.Key)
		v.fault(Fault{Unknown, keyPath, "the copy is signed by " + v.Fingerprint + ", and the key pinned for this record is " + cmp.Or(short, "another")})
	case v.Pins != nil:
		v.KnownBy = "first pin"
	default:
		v.fault(Fault{Unknown, keyPath, "the copy is signed by " + v.Fingerprint + "; compare that with what the publisher says elsewhere"})
	}
}

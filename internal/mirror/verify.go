package mirror

import (
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
	// Progress hears now and then how far the check has come; it may be nil.
	Progress func(Progress)
}

// Progress is how far a check has come: the files of the copy, and the entries of its record, each of how many. The
// entries come first.
type Progress struct {
	Files, OfFiles     int
	Entries, OfEntries int64
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
	// KnownBy says what settled who the publisher is: "key", "root", "earlier key", "pin", "first pin"; empty when nothing
	// did.
	KnownBy string `json:"known_by"`
	// Root is the key that answers for those that sign; empty where the record declares none.
	Root            string `json:"root"`
	RootFingerprint string `json:"root_fingerprint"`
	// Keys are the keys that the record declares, oldest first.
	Keys    []KeyChange `json:"keys"`
	Removed []Gone      `json:"removed"`
	// Proven is what a proof shows; nil for a whole copy.
	Proven *Proven `json:"proven,omitempty"`
	// Witnessed is what the witnesses that were asked have cosigned, Views where that contradicts the copy.
	Witnessed []Witnessed `json:"witnessed,omitempty"`
	Views     []View      `json:"views,omitempty"`
	// Mirrors are the addresses of a list of mirrors.
	Mirrors []string `json:"mirrors,omitempty"`
	// Unproven says what this kind of copy cannot show; empty for a whole copy.
	Unproven string `json:"unproven,omitempty"`
	// Faults are the first faults found, More how many there are besides.
	Faults []Fault `json:"faults"`
	More   int     `json:"more_faults"`

	root    tlog.Hash
	gravest Verdict
	// partial marks what does not hold the whole record.
	partial bool
}

// Verdict is the gravest fault's, or Intact.
func (r *Result) Verdict() Verdict { return r.gravest }

// Pin is what to remember of the copy.
func (r *Result) Pin() Pin {
	return Pin{Origin: r.Origin, Key: r.Key, RootKey: r.Root, Size: int64(r.Edition), Root: r.root.String()}
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
	v := &check{ctx: ctx, copy: c, Options: o, Result: newResult()}
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
	// done says which files of the manifest were read, by their places in it.
	done  []bool
	told  Progress
	chain record.Chain
	sums  record.TileSums
	// pinned is the root at the size of the pin, once the chain has come so far.
	pinned tlog.Hash
	last   time.Time
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
	if err := v.declared(); err != nil {
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
	v.asked(checkpointPath)
	v.continues()
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
	v.done = make([]bool, len(v.manifest.Files))
	v.told = Progress{OfFiles: len(v.manifest.Files), OfEntries: v.tree.Size}
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
	i, ok := v.manifest.index(path)
	if !ok {
		return nil, v.stop(incomplete(path, "the publisher's manifest does not name it, and the record needs it"))
	}
	if v.done[i] {
		return nil, nil
	}
	v.done[i] = true
	v.told.Files++
	v.tell()
	f := &v.manifest.Files[i]
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

func (v *check) tell() {
	if v.Progress != nil {
		v.Progress(v.told)
	}
}

// asked holds the copy against what the reader asked for; where is the place that tells its size and age.
func (v *check) asked(where string) {
	size := v.tree.Size
	if size < v.MinSize {
		v.fault(Fault{Stale, where, fmt.Sprintf("the record has %d entries here, and %d are asked for", size, v.MinSize)})
	}
	if age := v.Now.Sub(v.At); v.MaxAge > 0 && age > v.MaxAge {
		v.fault(Fault{Stale, where, fmt.Sprintf("the last entry is %s old", age.Round(time.Minute))})
	}
}

// continues holds the copy against what was seen before.
func (v *check) continues() {
	size := v.tree.Size
	old, ok := v.Pins[v.Origin]
	if !ok || v.gravest <= Incomplete || v.KnownBy == "" {
		// Of a stranger's record nothing was seen before.
		return
	}
	if size < old.Size {
		v.fault(Fault{Stale, checkpointPath, fmt.Sprintf("the record has %d entries here, and had %d when it was pinned", size, old.Size)})
		return
	}
	if v.pinned.String() != old.Root {
		v.fault(Fault{Stale, checkpointPath, fmt.Sprintf("its first %d entries are not those that were pinned: two records go by this name", old.Size)})
	}
}

package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// written is one entry as a file of vectors has it: its leaf and what stands beside it, as text or, where bytes
// that are no text are wanted, in base 64.
type written struct {
	Leaf     string `json:"leaf"`
	Beside   string `json:"beside"`
	Leaf64   []byte `json:"leaf64,omitempty"`
	Beside64 []byte `json:"beside64,omitempty"`
}

func (w *written) leaf() []byte   { return either(w.Leaf, w.Leaf64) }
func (w *written) beside() []byte { return either(w.Beside, w.Beside64) }

func either(text string, raw []byte) []byte {
	if raw != nil {
		return raw
	}
	return []byte(text)
}

// recordFile is a record as a file of vectors has it.
type recordFile struct {
	What       string    `json:"what,omitempty"`
	Key        string    `json:"key"`
	Checkpoint string    `json:"checkpoint"`
	Entries    []written `json:"entries"`
	Expect     *expected `json:"expect,omitempty"`
}

type expected struct {
	Commits    []string                `json:"commits"`
	LeafHashes []string                `json:"leaf_hashes"`
	Root       string                  `json:"root"`
	Removed    map[brief.Seq]brief.Seq `json:"removed"`
}

// readRecord reads a record by the rules of this package.
func readRecord(r *recordFile) (expected, error) {
	none := expected{}
	verifier, err := NewVerifier(r.Key)
	if err != nil {
		return none, err
	}
	signed, err := OpenCheckpoint([]byte(r.Checkpoint), verifier.Name(), note.VerifierList(verifier))
	if err != nil {
		return none, err
	}
	var c Chain
	found := expected{Root: hex.EncodeToString(signed.Root[:]), LeafHashes: []string{}, Commits: []string{}, Removed: map[brief.Seq]brief.Seq{}}
	for i := range r.Entries {
		leaf := r.Entries[i].leaf()
		b, err := ParseBeside(r.Entries[i].beside())
		if err == nil && b.Seq != brief.Seq(i+1) {
			err = brief.Invalid(fmt.Sprintf("entry %d stands there", b.Seq), "")
		}
		if err != nil {
			return none, fmt.Errorf("entry %d: %w", i+1, err)
		}
		e, err := c.Add(leaf, b.Body, b.Salt, b.Removal)
		if err != nil {
			return none, err
		}
		hash := tlog.RecordHash(leaf)
		found.LeafHashes = append(found.LeafHashes, hex.EncodeToString(hash[:]))
		found.Commits = append(found.Commits, hex.EncodeToString(e.Commit[:]))
		if b.Removal != nil {
			found.Removed[e.Seq] = b.Removal.By
		}
	}
	return found, c.Close(signed)
}

// vectors reads a file of vectors.
func vectors[T any](t testing.TB, name string) (v T) {
	t.Helper()
	raw, err := os.ReadFile("../../docs/vectors/" + name)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

// refusedFile is the file of records that nobody takes. A number in a list of entries stands for the entry in that
// place of the right record.
type refusedFile struct {
	Right recordFile    `json:"right"`
	Cases []refusedCase `json:"cases"`
}

type refusedCase struct {
	What       string            `json:"what"`
	Entries    []json.RawMessage `json:"entries"`
	Checkpoint string            `json:"checkpoint"`
	Verdict    string            `json:"verdict"`
	Entry      brief.Seq         `json:"entry"`
}

// record puts the case together.
func (f *refusedFile) record(t testing.TB, c *refusedCase) recordFile {
	t.Helper()
	r := recordFile{What: c.What, Key: f.Right.Key, Checkpoint: f.Right.Checkpoint, Entries: []written{}}
	if c.Checkpoint != "" {
		r.Checkpoint = c.Checkpoint
	}
	for _, raw := range c.Entries {
		var place int
		var w written
		if json.Unmarshal(raw, &place) == nil {
			w = f.Right.Entries[place-1]
		} else if err := json.Unmarshal(raw, &w); err != nil {
			t.Fatal(err)
		}
		r.Entries = append(r.Entries, w)
	}
	return r
}

// names tells whether an error names that entry; 0 is named by any.
func names(says string, entry brief.Seq) bool {
	return entry == 0 || regexp.MustCompile(fmt.Sprintf(`entry %d\b`, entry)).MatchString(says)
}

func TestTheFilesOfRecordsVerify(t *testing.T) {
	list := vectors[[]recordFile](t, "records.json")
	if len(list) < 4 {
		t.Fatalf("%d records", len(list))
	}
	for _, r := range list {
		got, err := readRecord(&r)
		if err != nil {
			t.Errorf("%s: %v", r.What, err)
			continue
		}
		if !slices.Equal(got.Commits, r.Expect.Commits) || !slices.Equal(got.LeafHashes, r.Expect.LeafHashes) ||
			got.Root != r.Expect.Root || !maps.Equal(got.Removed, r.Expect.Removed) {
			t.Errorf("%s: %v, not %v", r.What, got, *r.Expect)
		}
		for i := range r.Entries {
			b, err := ParseBeside(r.Entries[i].beside())
			if err != nil {
				t.Fatal(err)
			}
			if again, err := BesideBytes(b); err != nil || string(again) != r.Entries[i].Beside {
				t.Errorf("%s: beside entry %d comes back as %s, %v", r.What, i+1, again, err)
			}
		}
	}
}

func TestTheFileOfRefusedRecordsIsRefusedByName(t *testing.T) {
	f := vectors[refusedFile](t, "refused.json")
	if _, err := readRecord(&f.Right); err != nil || len(f.Cases) < 58 {
		t.Fatalf("the right record: %v; %d cases", err, len(f.Cases))
	}
	for _, c := range f.Cases {
		r := f.record(t, &c)
		if _, err := readRecord(&r); brief.KindOf(err) != brief.KindInvalid || !names(err.Error(), c.Entry) {
			t.Errorf("%s: %v; entry %d is at fault", c.What, err, c.Entry)
		}
	}
}

type keyFile struct {
	What, Line, Secret, Seed, ID, Fingerprint string
	Refused                                   bool
}

func TestTheFileOfKeysReadsAsItSays(t *testing.T) {
	for _, k := range vectors[[]keyFile](t, "keys.json") {
		if k.Refused {
			if v, err := NewVerifier(k.Line); brief.KindOf(err) != brief.KindInvalid {
				t.Errorf("%s: %v, %v", k.What, v, err)
			}
			continue
		}
		v, err := NewVerifier(k.Line)
		if err != nil || fmt.Sprintf("%08x", v.KeyHash()) != k.ID {
			t.Errorf("%s: %v", k.What, err)
		}
		if got, err := Fingerprint(k.Line); err != nil || got != k.Fingerprint {
			t.Errorf("%s: fingerprint %s, %v", k.What, got, err)
		}
		seed, err := hex.DecodeString(k.Seed)
		if err != nil {
			t.Fatal(err)
		}
		if secret, line, err := NewKey(bytes.NewReader(seed), v.Name()); err != nil || secret != k.Secret || line != k.Line {
			t.Errorf("%s: made again it is %s, %v", k.What, line, err)
		}
	}
}

type checkpointFile struct {
	What, Key, Note, Root string
	Size                  int64
	Refused               bool
}

func TestTheFileOfCheckpointsOpensAsItSays(t *testing.T) {
	list := vectors[[]checkpointFile](t, "checkpoints.json")
	if len(list) < 40 {
		t.Fatalf("%d checkpoints", len(list))
	}
	for _, c := range list {
		v, err := NewVerifier(c.Key)
		if err != nil {
			t.Fatal(err)
		}
		got, err := OpenCheckpoint([]byte(c.Note), v.Name(), note.VerifierList(v))
		if c.Refused {
			if brief.KindOf(err) != brief.KindInvalid {
				t.Errorf("%s: %v, %v", c.What, got, err)
			}
			continue
		}
		if want := (Tree{c.Size, mustHash(t, c.Root)}); err != nil || got != want {
			t.Errorf("%s: %v, %v", c.What, got, err)
		}
	}
}

type treeFile struct {
	LeafHashes []string         `json:"leaf_hashes"`
	Roots      map[int64]string `json:"roots"`
	Inclusion  []struct {
		Size  int64     `json:"size"`
		Seq   brief.Seq `json:"seq"`
		Proof []string  `json:"proof"`
	} `json:"inclusion"`
	Consistency []struct {
		Old   int64    `json:"old"`
		Now   int64    `json:"now"`
		Proof []string `json:"proof"`
	} `json:"consistency"`
}

// countedTree is the tree over "leaf 0", "leaf 1" and so on.
func countedTree(t testing.TB, size int) (tree Hashes) {
	t.Helper()
	for i := range size {
		if err := tree.Append(tlog.RecordHash(fmt.Appendf(nil, "leaf %d", i))); err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

func TestTheFileOfTreesHasTheirRootsAndProofs(t *testing.T) {
	f := vectors[treeFile](t, "trees.json")
	tree := countedTree(t, 65537)
	at := func(size int64) Tree { return Tree{size, mustHash(t, f.Roots[size])} }
	for size := range f.Roots {
		if got, err := tlog.TreeHash(size, &tree); err != nil || got != at(size).Root {
			t.Errorf("root of %d = %v, %v", size, got, err)
		}
	}
	for i, want := range f.LeafHashes {
		if got := tlog.RecordHash(fmt.Appendf(nil, "leaf %d", i)); got != mustHash(t, want) {
			t.Errorf("leaf hash %d = %v", i, got)
		}
	}
	for _, p := range f.Inclusion {
		got, err := ProveInclusion(p.Size, p.Seq, &tree)
		if err != nil || !slices.Equal(hexes(got), p.Proof) {
			t.Errorf("proof of %d in %d = %v, %v", p.Seq, p.Size, got, err)
		}
		root, err := tlog.TreeHash(p.Size, &tree)
		if err != nil || CheckInclusion(got, Tree{p.Size, root}, p.Seq, tlog.RecordHash(fmt.Appendf(nil, "leaf %d", p.Seq-1))) != nil {
			t.Errorf("proof of %d in %d does not check", p.Seq, p.Size)
		}
	}
	for _, p := range f.Consistency {
		got, err := ProveConsistency(p.Old, p.Now, &tree)
		if err != nil || !slices.Equal(hexes(got), p.Proof) {
			t.Errorf("proof from %d to %d = %v, %v", p.Old, p.Now, got, err)
		}
	}
}

func hexes(hashes []tlog.Hash) []string {
	list := make([]string, len(hashes))
	for i, h := range hashes {
		list[i] = hex.EncodeToString(h[:])
	}
	return list
}

func TestTheFileOfTilesHasTheirPathsAndBytes(t *testing.T) {
	f := vectors[struct {
		Paths []struct {
			Path  string
			Level int
			Index int64
			Width int
		}
		NoPaths []string `json:"no_paths"`
		Tiles   []struct {
			Path, SHA256 string
			Size         int
		}
		Bundle struct{ Path, Base64 string }
	}](t, "tiles.json")
	for _, p := range f.Paths {
		level, index, width, err := ParseTilePath(p.Path)
		if err != nil || level != p.Level || index != p.Index || width != p.Width || TilePath(level, index, width) != p.Path {
			t.Errorf("%s: %d %d %d, %v", p.Path, level, index, width, err)
		}
	}
	for _, p := range f.NoPaths {
		if _, _, _, err := ParseTilePath(p); err == nil {
			t.Errorf("%s is taken for a path", p)
		}
	}
	tree := countedTree(t, 65537)
	for _, want := range f.Tiles {
		got := tileOrBundle(t, want.Path, &tree)
		if sum := sha256.Sum256(got); len(got) != want.Size || hex.EncodeToString(sum[:]) != want.SHA256 {
			t.Errorf("%s has %d bytes and the hash %x", want.Path, len(got), sum)
		}
	}
	if got := base64.StdEncoding.EncodeToString(tileOrBundle(t, f.Bundle.Path, &tree)); got != f.Bundle.Base64 {
		t.Errorf("%s is %s", f.Bundle.Path, got)
	}
}

// tileOrBundle makes the file of the counted tree at a path.
func tileOrBundle(t testing.TB, path string, tree *Hashes) []byte {
	t.Helper()
	level, index, width, err := ParseTilePath(path)
	if err != nil {
		t.Fatal(err)
	}
	if level != EntriesLevel {
		tile, err := TileBytes(level, index, width, tree)
		if err != nil {
			t.Fatal(err)
		}
		return tile
	}
	var leaves [][]byte
	for i := range int64(width) {
		leaves = append(leaves, fmt.Appendf(nil, "leaf %d", index*FullTile+i))
	}
	bundle, err := EntryBundle(leaves)
	if err != nil {
		t.Fatal(err)
	}
	return bundle
}

type canonicalFile struct {
	Canonical    []struct{ Of, Is string }
	Refused      []string
	RefusedBytes [][]byte `json:"refused_bytes"`
}

func TestTheFileOfCanonicalJSONComesOutAsItSays(t *testing.T) {
	f := vectors[canonicalFile](t, "canonical.json")
	for _, c := range f.Canonical {
		if got, err := CanonicalBytes([]byte(c.Of)); err != nil || string(got) != c.Is {
			t.Errorf("%.60s gives %.60q, %v", c.Of, got, err)
		}
	}
	for _, text := range f.Refused {
		f.RefusedBytes = append(f.RefusedBytes, []byte(text))
	}
	if len(f.RefusedBytes) < 40 {
		t.Fatalf("%d texts to refuse", len(f.RefusedBytes))
	}
	for _, raw := range f.RefusedBytes {
		if got, err := CanonicalBytes(raw); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%.60q gives %.60q, %v", raw, got, err)
		}
	}
}

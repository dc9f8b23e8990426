package record

import (
	"bytes"
	"cmp"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"

	"livebrief/internal/brief"
)

// answer is what the page's verifier makes of a task.
type answer struct {
	LeafHashes  []string                `json:"leaf_hashes"`
	Root        string                  `json:"root"`
	Removed     map[brief.Seq]brief.Seq `json:"removed"`
	Size        int64                   `json:"size"`
	ID          string                  `json:"id"`
	Fingerprint string                  `json:"fingerprint"`
	Canonical   string                  `json:"canonical"`
	Declared    string                  `json:"declared"`
	// Refused is why; Code is the number of the verdict, absent when the verifier could not check at all.
	Refused string `json:"refused"`
	Code    *int   `json:"code"`
}

// refuses tells whether the verifier judged and refused; a breakdown of it is no judgement.
func (a *answer) refuses() bool { return a.Refused != "" && a.Code != nil }

// pageVerifier is the verifier in JavaScript, where the pages have it.
const pageVerifier = "../page/verify/verify.js"

// ask hands tasks to the page's verifier, all in one process, or skips aloud where there is no Node. What it gives back
// waits for the answers; meanwhile the others can judge.
func ask(t *testing.T, tasks []any) func() []answer {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("SKIPPED: the second verifier, in JavaScript, was not run: there is no `node` here; install Node 20 or newer")
	}
	raw, err := json.Marshal(tasks)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "tasks.json")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	command := exec.Command(node, "testdata/second.js", pageVerifier, file)
	command.Stdout, command.Stderr = &out, &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return func() (answers []answer) {
		if err := command.Wait(); err != nil {
			t.Fatalf("%v: %s", err, &said)
		}
		if err := json.Unmarshal(out.Bytes(), &answers); err != nil || len(answers) != len(tasks) {
			t.Fatalf("%d answers to %d tasks, %v", len(answers), len(tasks), err)
		}
		return answers
	}
}

// task names what the page's verifier is to do with a value.
func task(name string, with any) any {
	raw, err := json.Marshal(with)
	if err != nil {
		panic(err)
	}
	return json.RawMessage(strings.Replace(string(raw), "{", `{"task":"`+name+`",`, 1))
}

func TestThePagesVerifierAgreesWithTheVectors(t *testing.T) {
	var tasks []any
	var judges []func(a answer) bool
	add := func(name string, with any, judge func(a answer) bool) {
		tasks, judges = append(tasks, task(name, with)), append(judges, judge)
	}
	for _, r := range vectors[[]recordFile](t, "records.json") {
		add("record", r, func(a answer) bool {
			return a.Refused == "" && slices.Equal(a.LeafHashes, r.Expect.LeafHashes) && a.Root == r.Expect.Root && maps.Equal(a.Removed, r.Expect.Removed)
		})
	}
	refused := vectors[refusedFile](t, "refused.json")
	codes := map[string]int{"tampered": 1, "incomplete": 3}
	for _, c := range refused.Cases {
		add("record", refused.record(t, &c), func(a answer) bool {
			return a.refuses() && *a.Code == codes[c.Verdict] && names(a.Refused, c.Entry)
		})
	}
	for _, c := range vectors[[]checkpointFile](t, "checkpoints.json") {
		add("checkpoint", map[string]string{"key": c.Key, "note": c.Note}, func(a answer) bool {
			return a.refuses() == c.Refused && (c.Refused || a.Refused == "" && a.Size == c.Size && a.Root == c.Root)
		})
	}
	for _, k := range vectors[[]keyFile](t, "keys.json") {
		add("key", map[string]string{"line": k.Line}, func(a answer) bool {
			return a.refuses() == k.Refused && (k.Refused || a.ID == k.ID && a.Fingerprint == k.Fingerprint)
		})
	}
	declarations := vectors[declarationFile](t, "declarations.json")
	for _, o := range declarations.Opens {
		add("declaration", map[string]string{"note": o.Note}, func(a answer) bool {
			return a.Declared == fmt.Sprint(o.Origin, " ", o.Number, " ", o.Key, " ", cmp.Or(o.Before, "none"), " ", o.Root, " ", o.Expires, " ", o.Reason)
		})
	}
	for _, r := range declarations.Refused {
		add("declaration", map[string]string{"note": r.Note}, func(a answer) bool { return a.refuses() })
	}
	for size, root := range vectors[treeFile](t, "trees.json").Roots {
		if size <= 1000 || os.Getenv("LIVEBRIEF_LONG") != "" {
			add("tree", map[string]int64{"size": size}, func(a answer) bool { return a.Root == root })
		}
	}
	canonical := vectors[canonicalFile](t, "canonical.json")
	for _, c := range canonical.Canonical {
		add("canonical", map[string]string{"of": c.Of}, func(a answer) bool { return a.Canonical == c.Is })
		add("strict", map[string]string{"of": c.Of}, func(a answer) bool { return a.refuses() == (c.Of != c.Is) && (c.Of != c.Is || a.Canonical == c.Is) })
	}
	for _, text := range canonical.Refused {
		add("strict", map[string]string{"of": text}, func(a answer) bool { return a.refuses() })
	}
	for i, a := range ask(t, tasks)() {
		if !judges[i](a) {
			t.Errorf("%.200s: %+v", tasks[i], a)
		}
	}
}

// readByOthers judges a record with the tree of transparency-dev and with nothing of this package: the signature, the
// root, and the commits of the texts that are there.
func readByOthers(f *recordFile) (expected, error) {
	text, signature, ok := strings.Cut(f.Checkpoint, "\n\n")
	lines := strings.Split(text, "\n")
	if !ok || len(lines) != 3 {
		return expected{}, errors.New("not a checkpoint")
	}
	key, err := base64.StdEncoding.DecodeString(f.Key[strings.LastIndex(f.Key[:len(lines[0])+10], "+")+1:])
	if err != nil || len(key) != 33 {
		return expected{}, fmt.Errorf("no key: %v", err)
	}
	sig, err := base64.StdEncoding.DecodeString(signature[strings.LastIndex(strings.TrimSpace(signature), " ")+1:])
	if err != nil || len(sig) != 68 || !ed25519.Verify(key[1:], []byte(text+"\n"), sig[4:]) {
		return expected{}, fmt.Errorf("not signed: %v", err)
	}
	found := expected{LeafHashes: []string{}}
	tree := (&compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}).NewEmptyRange(0)
	for i := range f.Entries {
		leaf := f.Entries[i].leaf()
		var entry struct{ Commit string }
		var beside struct {
			Body    json.RawMessage
			Salt    []byte
			Removal *struct{}
		}
		if err := errors.Join(json.Unmarshal(leaf, &entry), json.Unmarshal(f.Entries[i].beside(), &beside)); err != nil {
			return expected{}, err
		}
		if sum := sha256.Sum256(slices.Concat(beside.Salt, beside.Body)); beside.Removal == nil && hex.EncodeToString(sum[:]) != entry.Commit {
			return expected{}, fmt.Errorf("entry %d: another body", i+1)
		}
		hash := rfc6962.DefaultHasher.HashLeaf(leaf)
		found.LeafHashes = append(found.LeafHashes, hex.EncodeToString(hash))
		if err := tree.Append(hash, nil); err != nil {
			return expected{}, err
		}
	}
	root := rfc6962.DefaultHasher.EmptyRoot()
	if tree.End() > 0 {
		if root, err = tree.GetRootHash(nil); err != nil {
			return expected{}, err
		}
	}
	if fmt.Sprint(tree.End()) != lines[1] || base64.StdEncoding.EncodeToString(root) != lines[2] {
		return expected{}, errors.New("another root")
	}
	found.Root = hex.EncodeToString(root)
	return found, nil
}

// A flipped spare bit of a salt's base 64 leaves salt and tree as they are; only a strict reader sees it.
func onlySpelling(name string) bool { return name == "a bit of a salt" }

func TestThreeVerifiersAgreeOnRandomRecords(t *testing.T) {
	r := rand.New(rand.NewPCG(2025, 3))
	sizes := []int{0, 1, 255, 256, 257}
	for range 1000 {
		sizes = append(sizes, 1+r.IntN(5))
	}
	if os.Getenv("LIVEBRIEF_LONG") != "" {
		sizes = append(sizes, 65535, 65536, 65537)
	}
	var names []string
	var files []recordFile
	var tasks []any
	removed := 0
	long := os.Getenv("LIVEBRIEF_LONG") != ""
	for i, size := range sizes {
		made := mutations(r, randomRecord(t, r, size))
		for j, name := range slices.Sorted(maps.Keys(made)) {
			// Two of the five ways to tamper with each record, by turns; all of them in the long run, but for the longest records.
			if name != "" && (size > 1000 || !long && (i+j)%5 > 1) {
				continue
			}
			names, files, tasks = append(names, fmt.Sprintf("%d entries, %s", size, name)), append(files, made[name]), append(tasks, task("record", made[name]))
		}
	}
	wait := ask(t, tasks)
	firsts, thirds := make([]verdict, len(files)), make([]verdict, len(files))
	for i := range files {
		firsts[i].expected, firsts[i].err = readRecord(&files[i])
		thirds[i].expected, thirds[i].err = readByOthers(&files[i])
	}
	for i, a := range wait() {
		_, mutation, _ := strings.Cut(names[i], ", ")
		first, third := &firsts[i], &thirds[i]
		if mutation != "" {
			if brief.KindOf(first.err) != brief.KindInvalid || !a.refuses() || third.err == nil && !onlySpelling(mutation) {
				t.Fatalf("%s: record says %v, the page %q, the others %v", names[i], first.err, a.Refused, third.err)
			}
			continue
		}
		if first.err != nil || third.err != nil || a.Refused != "" {
			t.Fatalf("%s: record says %v, the page %q, the others %v", names[i], first.err, a.Refused, third.err)
		}
		if !slices.Equal(first.LeafHashes, a.LeafHashes) || !slices.Equal(first.LeafHashes, third.LeafHashes) ||
			first.Root != a.Root || first.Root != third.Root || !maps.Equal(first.Removed, a.Removed) {
			t.Fatalf("%s: three verifiers, and not one answer", names[i])
		}
		removed += len(first.Removed)
	}
	if removed < 100 {
		t.Errorf("only %d entries lost their text: the records are too tame", removed)
	}
}

// verdict is what one verifier found.
type verdict struct {
	expected
	err error
}

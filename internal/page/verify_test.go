package page_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/mirror"
	"livebrief/internal/page"
	"livebrief/internal/record"
)

func verifierFile(t *testing.T, name string) string {
	t.Helper()
	for _, f := range page.Verifier() {
		if f.Name == name {
			return string(f.Body)
		}
	}
	t.Fatalf("there is no %s", name)
	return ""
}

func TestTheVerifierIsShortAndStandsAlone(t *testing.T) {
	script := verifierFile(t, "verify.js")
	if n := strings.Count(script, "\n"); n > 300 || n < 100 {
		t.Errorf("verify.js has %d lines; it has at most 300", n)
	}
	for _, door := range []string{"fetch(", "XMLHttp", "WebSocket", "EventSource", "sendBeacon", "import(", "import ", "require(", "eval(", "Function(",
		"innerHTML", "insertAdjacent", "document.write", "localStorage", "cookie", "indexedDB", "location", "http:", "https:"} {
		if strings.Contains(script, door) {
			t.Errorf("verify.js says %q", door)
		}
	}
}

func TestTheVerifiersPageIsStrictAndSaysWhatItCannotDo(t *testing.T) {
	html, script := verifierFile(t, "verify.html"), verifierFile(t, "verify.js")
	for _, want := range []string{`http-equiv="Content-Security-Policy" content="default-src 'none';`, "form-action 'none'", "base-uri 'none'",
		"A page from a hostile mirror cannot vouch for itself", "<noscript>", "webkitdirectory", `name="referrer" content="no-referrer"`} {
		if !strings.Contains(html, want) {
			t.Errorf("verify.html does not say %s", want)
		}
	}
	if found := regexp.MustCompile(`(?i)<style|style=|\son\w+=|<script>|unsafe|data:|//`).FindString(html); found != "" {
		t.Errorf("verify.html says %q", found)
	}
	for _, ref := range regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(html, -1) {
		verifierFile(t, ref[1])
	}
	ids := regexp.MustCompile(`\$\("(\w+)"\)`).FindAllStringSubmatch(script, -1)
	if len(ids) < 8 {
		t.Fatalf("verify.js touches %d elements: the test looks for them in the wrong way", len(ids))
	}
	for _, id := range ids {
		if !strings.Contains(html, `id="`+id[1]+`"`) {
			t.Errorf("verify.html has no element %q", id[1])
		}
	}
}

// publisher makes a record for copies.
type publisher struct {
	t       *testing.T
	random  *rand.ChaCha8
	signer  record.Signer
	key     string
	entries []brief.Published
	last    map[brief.ItemID]brief.Entry
}

func newPublisher(t *testing.T, seed byte) *publisher {
	t.Helper()
	p := &publisher{t: t, random: rand.NewChaCha8([32]byte{seed}), last: map[brief.ItemID]brief.Entry{}}
	secret, key, err := record.NewKey(p.random, "news.example/test")
	p.must(err)
	p.key = key
	p.signer, err = record.NewSigner(secret)
	p.must(err)
	p.add(brief.EntryBriefing, brief.ItemBriefing, brief.Briefing{Name: "test", Title: "Test", Zone: "Europe/Kyiv", Languages: []string{"en"},
		Tracks: []brief.Track{{ID: "aid", Name: "Aid"}}, Sections: []brief.Section{}, State: brief.Open})
	for i := range 300 {
		kind := brief.Update
		if i < 20 {
			kind = brief.Publish
		}
		p.add(kind, brief.ItemID(fmt.Sprintf("item%d", i%20)), development(fmt.Sprintf("Event %d", i)))
	}
	return p
}

// redact takes the text of entry 10 away.
func (p *publisher) redact() {
	by := p.add(brief.Redact, "item8", brief.Redaction{Target: "item8", Class: "law", Reason: "A court ordered it.", Removed: []brief.Removed{{Seq: 10}}})
	gone := &p.entries[9]
	gone.Body, gone.Salt = nil, nil
	gone.Removal = &brief.Removal{By: by, Class: "law", At: p.last["item8"].At}
}

func development(headline string) brief.Development {
	return brief.Development{Headline: headline, Track: "aid", Kind: brief.KindEvent, Label: brief.Reported, RestsOn: []brief.Reference{}}
}

func (p *publisher) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *publisher) add(kind brief.EntryKind, item brief.ItemID, body any) brief.Seq {
	p.t.Helper()
	raw, err := record.Canonical(body)
	p.must(err)
	salt, err := record.NewSalt(p.random)
	p.must(err)
	seq, was := brief.Seq(len(p.entries)+1), p.last[item]
	e := brief.Entry{V: 1, Seq: seq, At: time.Date(2025, 3, 1, 6, int(seq), 0, 0, time.UTC), Briefing: "b7k2m9q4x1c8v5n3", Kind: kind, Item: item,
		Rev: was.Rev + 1, Prev: was.Seq, Lang: "en", Role: brief.Chief, Commit: record.CommitTo(salt[:], raw)}
	p.last[item] = e
	p.entries = append(p.entries, brief.Published{Entry: e, Body: raw, Salt: salt[:]})
	return seq
}

// copy writes the first size entries to a new folder and gives it with its checkpoint.
func (p *publisher) copy(size int) (folder string, checkpoint []byte) {
	p.t.Helper()
	var hashes record.Hashes
	for _, e := range p.entries[:size] {
		h, err := record.LeafHash(e.Entry)
		p.must(err)
		p.must(hashes.Append(h))
	}
	tree, err := hashes.Tree()
	p.must(err)
	checkpoint, err = record.Checkpoint(p.signer.Name(), tree.Size, tree.Root, p.signer)
	p.must(err)
	folder = p.t.TempDir()
	_, _, err = mirror.WriteFolder(folder, &mirror.Edition{Entries: p.entries[:size:size], Checkpoint: checkpoint, Signer: p.signer, Key: p.key, Renderer: "test"})
	p.must(err)
	return folder, checkpoint
}

// bit is one bit of one file.
type bit struct {
	Path string `json:"path"`
	Bit  int    `json:"bit"`
}

// folderTask is a copy, with what the reader brings along.
type folderTask struct {
	Folder string `json:"folder"`
	Key    string `json:"key"`
	Kept   []byte `json:"kept"`
	Flips  []bit  `json:"flips"`
}

type folderAnswer struct {
	Code    *int           `json:"code"`
	Says    string         `json:"says"`
	Removed [][2]brief.Seq `json:"removed"`
	Flipped map[string]int `json:"flipped"`
	Missed  string         `json:"missed"`
}

// judge lets the page's verifier look at copies, in one process.
func judge(t *testing.T, tasks []folderTask) []folderAnswer {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("SKIPPED: verify.js was not run: there is no `node` here; install Node 20 or newer")
	}
	raw, err := json.Marshal(tasks)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "tasks.json")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	command := exec.Command(node, "testdata/copies.js", "verify/verify.js", file)
	command.Stderr = &said
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, &said)
	}
	var answers []folderAnswer
	if err := json.Unmarshal(out, &answers); err != nil || len(answers) != len(tasks) {
		t.Fatalf("%d answers to %d tasks, %v", len(answers), len(tasks), err)
	}
	return answers
}

// exitCodes are those of `livebrief verify`.
var exitCodes = map[mirror.Verdict]int{mirror.Tampered: 1, mirror.Incomplete: 3, mirror.Stale: 2, mirror.Unknown: 4, mirror.Intact: 0}

func TestTheVerifierJudgesCopiesAsTheCommandDoes(t *testing.T) {
	p, other := newPublisher(t, 1), newPublisher(t, 2)
	yesterday, _ := p.copy(200)
	p.redact()
	other.redact()
	size := len(p.entries)
	fingerprint, err := record.Fingerprint(p.key)
	p.must(err)
	today, newest := p.copy(size)
	_, early := p.copy(100)
	_, forked := other.copy(100)
	foreign, _ := other.copy(size)
	edit := func(path, old, with string) func(folder string) {
		return func(folder string) {
			raw, err := os.ReadFile(filepath.Join(folder, path))
			p.must(err)
			changed := strings.Replace(string(raw), old, with, 1)
			if changed == string(raw) {
				t.Fatalf("%s does not say %q", path, old)
			}
			p.must(os.WriteFile(filepath.Join(folder, path), []byte(changed), 0o644))
		}
	}
	remove := func(path string) func(string) {
		return func(folder string) { p.must(os.Remove(filepath.Join(folder, path))) }
	}
	cases := []struct {
		name   string
		from   string
		attack func(folder string)
		key    string
		kept   []byte
		code   int
		says   string
	}{
		{"as it is, by its key", today, nil, p.key, nil, 0, ""},
		{"by its fingerprint", today, nil, strings.ToUpper(strings.ReplaceAll(fingerprint, " ", "-")), nil, 0, ""},
		{"continuing what was known", today, nil, p.key, early, 0, ""},
		{"nobody says whose", today, nil, "", nil, 4, ""},
		{"another's key", today, nil, other.key, nil, 4, ""},
		{"rolled back", yesterday, nil, p.key, newest, 2, "continue"},
		{"a word of a page", today, edit("index.html", "Event 299", "Event 999"), p.key, nil, 1, "index.html"},
		{"a word of a body", today, edit("record/bodies/000", "Event 3", "Event 4"), p.key, nil, 1, "entry 5"},
		{"a page missing", today, remove("lite.html"), p.key, nil, 3, "lite.html"},
		{"a bundle missing", today, remove("record/tile/entries/000"), p.key, nil, 3, "record/tile/entries/000"},
		{"no checkpoint", today, remove("record/checkpoint"), p.key, nil, 3, "record/checkpoint"},
		{"no manifest", today, remove("manifest"), p.key, nil, 3, "manifest"},
		{"no key", today, remove("key"), p.key, nil, 3, "key"},
		{"a file more", today, func(f string) { p.must(os.WriteFile(filepath.Join(f, "more.html"), nil, 0o644)) }, p.key, nil, 1, "more.html"},
		{"a file missing and a page changed", today, func(f string) { remove("box.html")(f); edit("lite.html", "Test", "Best")(f) }, p.key, nil, 1, "lite.html"},
		{"another manifest", today, func(f string) {
			raw, err := os.ReadFile(filepath.Join(foreign, "manifest"))
			p.must(err)
			p.must(os.WriteFile(filepath.Join(f, "manifest"), raw, 0o644))
		}, p.key, nil, 1, "manifest"},
		{"a checkpoint of an earlier edition", today, func(f string) { p.must(os.WriteFile(filepath.Join(f, "record/checkpoint"), early, 0o644)) }, p.key, nil, 1, ""},
		{"another publisher's checkpoint known", today, nil, p.key, forked, 1, "checkpoint"},
	}
	var tasks []folderTask
	for _, c := range cases {
		folder := t.TempDir()
		p.must(os.CopyFS(folder, os.DirFS(c.from)))
		if c.attack != nil {
			c.attack(folder)
		}
		tasks = append(tasks, folderTask{Folder: folder, Key: c.key, Kept: c.kept})
	}
	for i, a := range judge(t, tasks) {
		c := cases[i]
		if a.Code == nil || *a.Code != c.code || !strings.Contains(a.Says, c.says) {
			t.Errorf("%s: %+v; the verdict is %d", c.name, a, c.code)
		}
		if c.code == 0 && (len(a.Removed) != 1 || a.Removed[0] != [2]brief.Seq{10, 302}) {
			t.Errorf("%s: removed openly: %v", c.name, a.Removed)
		}
		if c.kept != nil {
			continue // the command remembers pins instead of checkpoints
		}
		f, err := mirror.OpenFolder(tasks[i].Folder)
		p.must(err)
		result, err := mirror.Verify(context.Background(), f, mirror.Options{Key: c.key})
		if err != nil || exitCodes[result.Verdict()] != c.code {
			t.Errorf("%s: the command says %v, %v", c.name, result.Verdict(), err)
		}
	}
}

func TestTheVerifierRefusesACopyWithOneBitChanged(t *testing.T) {
	p := newPublisher(t, 1)
	p.entries = p.entries[:6]
	folder, _ := p.copy(6)
	r := rand.New(rand.NewPCG(1, 2))
	var flips []bit
	p.must(fs.WalkDir(os.DirFS(folder), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		bits := 8 * int(info.Size())
		if path == "key" || path == "record/checkpoint" {
			for b := range bits {
				flips = append(flips, bit{path, b})
			}
			return nil
		}
		for range min(bits, 40) {
			flips = append(flips, bit{path, r.IntN(bits)})
		}
		return nil
	}))
	if len(flips) < 2500 {
		t.Fatalf("only %d bits are changed", len(flips))
	}
	a := judge(t, []folderTask{{Folder: folder, Key: p.key, Flips: flips}})[0]
	if a.Code == nil || *a.Code != 0 || a.Missed != "" {
		t.Errorf("%+v", a)
	}
	t.Logf("%d bits changed, verdicts %v", len(flips), a.Flipped)
}

// TestTheCopyOfTheVectorsIsTakenByPageAndCommand reads the copy and the proofs that docs/record.md has beside it, which another program
// made.
func TestTheCopyOfTheVectorsIsTakenByPageAndCommand(t *testing.T) {
	raw, err := os.ReadFile("../../docs/vectors/copies.json")
	if err != nil {
		t.Fatal(err)
	}
	var vector struct {
		Fingerprint string
		Files       map[string][]byte
		Proofs      []struct {
			What, Proof string
			Seq         brief.Seq
			Refused     bool
		}
	}
	if err := json.Unmarshal(raw, &vector); err != nil || len(vector.Files) != 8 || len(vector.Proofs) < 6 {
		t.Fatalf("%d files, %d proofs, %v", len(vector.Files), len(vector.Proofs), err)
	}
	folder := t.TempDir()
	for path, body := range vector.Files {
		if err := errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(folder, path)), 0o755), os.WriteFile(filepath.Join(folder, path), body, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	f, err := mirror.OpenFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	result, err := mirror.Verify(context.Background(), f, mirror.Options{Key: vector.Fingerprint})
	if err != nil || result.Verdict() != mirror.Intact || len(result.Removed) != 3 || result.Edition != 10 {
		t.Errorf("the command says %v: %+v, %v", result.Verdict(), result, err)
	}
	for _, p := range vector.Proofs {
		got := mirror.VerifyProof([]byte(p.Proof), mirror.Options{Key: vector.Fingerprint})
		if intact := got.Verdict() == mirror.Intact; intact == p.Refused || intact && got.Proven.Entry.Seq != p.Seq {
			t.Errorf("the proof of %s: %v, %v", p.What, got.Verdict(), got.Faults)
		}
	}
	a := judge(t, []folderTask{{Folder: folder, Key: vector.Fingerprint}})[0]
	if a.Code == nil || *a.Code != 0 || len(a.Removed) != 3 {
		t.Errorf("the page says %+v", a)
	}
}

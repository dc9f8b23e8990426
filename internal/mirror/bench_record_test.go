package mirror

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// longRecord writes a copy that is a record of n developments and nothing else, 256 entries at a time, so that a
// million of them cost neither memory nor minutes. It writes leaves and bodies as text, without the code that reads
// them. The key comes back.
func longRecord(t testing.TB, dir string, n int) (key string) {
	p := newPress(t, "news.example/long", 2)
	l := &longWriter{press: p, dir: dir, random: rand.NewChaCha8([32]byte{3})}
	for from := 0; from < n; from += record.FullTile {
		l.bundle(from, min(n, from+record.FullTile))
	}
	for _, file := range tiles(int64(n)) {
		if file.level == record.EntriesLevel {
			continue
		}
		body, err := record.TileBytes(file.level, file.index, file.width, &l.hashes)
		p.must(err)
		l.put("record/"+record.TilePath(file.level, file.index, file.width), body)
	}
	tree, err := l.hashes.Tree()
	p.must(err)
	l.put(checkpointPath, p.checkpoint(tree.Size, tree.Root))
	l.put(keyPath, []byte(p.key+"\n"))
	slices.SortFunc(l.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	m := &Manifest{Origin: p.signer.Name(), Edition: brief.Seq(n), At: start.Add(time.Duration(n-1) * time.Second), Renderer: "test 1", Files: l.files}
	signed, err := m.sign(p.signer)
	p.must(err)
	p.must(os.WriteFile(filepath.Join(dir, manifestPath), signed, 0o600))
	return p.key
}

type longWriter struct {
	*press
	dir    string
	random *rand.ChaCha8
	hashes record.Hashes
	files  []File
}

func (l *longWriter) put(path string, body []byte) {
	l.t.Helper()
	name := filepath.Join(l.dir, path)
	l.must(os.MkdirAll(filepath.Dir(name), 0o700))
	l.must(os.WriteFile(name, body, 0o600))
	l.files = append(l.files, File{Path: path, Size: int64(len(body)), Sum: sha256.Sum256(body)})
}

// bundle writes the entries after from, up to to.
func (l *longWriter) bundle(from, to int) {
	var leaves [][]byte
	var beside []byte
	for i := from; i < to; i++ {
		leaf, line := l.entry(i)
		leaves = append(leaves, leaf)
		beside = append(append(beside, line...), '\n')
		l.must(l.hashes.Append(tlog.RecordHash(leaf)))
	}
	raw, err := record.EntryBundle(leaves)
	l.must(err)
	index, width := int64(from/record.FullTile), to-from
	l.put("record/"+record.TilePath(record.EntriesLevel, index, width), raw)
	l.put("record/"+record.BodiesPath(index, width), beside)
}

// entry writes the entry with that leaf index: every second, a development of its own, with 300 characters of text.
func (l *longWriter) entry(i int) (leaf, beside []byte) {
	body := fmt.Sprintf(`{"headline":"Development number %d of a long year","kind":"event","label":"reported","rests_on":[{"outlet":"News Example","url":"https://news.example/%d"}],"text":"%s","track":"aid"}`,
		i, i, strings.Repeat("Something happened, officials said. ", 8))
	item, kind := fmt.Sprintf("item%012d", i), "publish"
	if i == 0 {
		body, item, kind = `{"name":"long","title":"Long"}`, "briefing", "briefing"
	}
	salt := make([]byte, 32)
	l.random.Read(salt)
	commit := sha256.Sum256(append(slices.Clone(salt), body...))
	leaf = fmt.Appendf(nil, `{"at":"%s","briefing":"b7k2m9q4x1c8v5n3","commit":"%x","item":"%s","kind":"%s","lang":"en","prev":0,"rev":1,"role":"editor","seq":%d,"v":1}`,
		start.Add(time.Duration(i)*time.Second).Format(time.RFC3339), commit, item, kind, i+1)
	beside = fmt.Appendf(nil, `{"body":%s,"salt":"%s","seq":%d}`, body, base64.StdEncoding.EncodeToString(salt), i+1)
	return leaf, beside
}

// entriesAsked is LIVEBRIEF_ENTRIES, or the usual number.
func entriesAsked(usual int) int {
	n, err := strconv.Atoi(os.Getenv("LIVEBRIEF_ENTRIES"))
	if err != nil {
		return usual
	}
	return n
}

// BenchmarkVerifyRecord verifies a record of LIVEBRIEF_ENTRIES entries (100,000 when not set) from a disk, on one core.
func BenchmarkVerifyRecord(b *testing.B) {
	dir := b.TempDir()
	key := longRecord(b, dir, entriesAsked(100_000))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	b.ReportAllocs()
	for b.Loop() {
		c, err := OpenFolder(dir)
		if err != nil {
			b.Fatal(err)
		}
		wantIntact(b, verify(b, c, Options{Key: key}))
		c.Close()
	}
}

// BenchmarkVerifyProgram runs the built program over the same record as a process of its own, on one core. The memory is
// the most that it had resident.
func BenchmarkVerifyProgram(b *testing.B) {
	n := entriesAsked(1_000_000)
	program := filepath.Join(b.TempDir(), "livebrief")
	build := exec.Command("go", "build", "-trimpath", "-o", program, "../../cmd/livebrief")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("building: %v\n%s", err, out)
	}
	dir := b.TempDir()
	key := longRecord(b, dir, n)
	for b.Loop() {
		begin := time.Now()
		memory, busy := mostResident(b, program, "verify", dir, "--key", key)
		b.ReportMetric(time.Since(begin).Seconds(), "s")
		b.ReportMetric(busy.Seconds(), "cpu-s")
		b.ReportMetric(memory, "MB")
		b.ReportMetric(float64(n), "entries")
	}
}

// mostResident runs a program to its end on one core and gives the most memory that it had resident, in MB, and how long
// the core worked for it, whoever else had it in between. It looks again and again, because the first figure goes with
// the process; the one that the system keeps counts the parent's too.
func mostResident(b *testing.B, program string, args ...string) (most float64, busy time.Duration) {
	b.Helper()
	ctx, ended := context.WithCancel(b.Context())
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	var failed error
	go func() {
		failed = cmd.Wait()
		ended()
	}()
	status := fmt.Sprintf("/proc/%d/status", cmd.Process.Pid)
	for look := time.NewTicker(10 * time.Millisecond); ; {
		select {
		case <-ctx.Done():
			look.Stop()
			if failed != nil {
				b.Fatalf("%s: %v", args[0], failed)
			}
			return most, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		case <-look.C:
			most = max(most, highWater(status))
		}
	}
}

// highWater reads VmHWM in MB, 0 where the system has no such file.
func highWater(status string) float64 {
	raw, err := os.ReadFile(status)
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		var kb float64
		if _, err := fmt.Sscanf(line, "VmHWM: %f kB", &kb); err == nil {
			return kb / 1024
		}
	}
	return 0
}

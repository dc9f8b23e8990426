package newsroom

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/intake"
	"livebrief/internal/mirror"
	"livebrief/internal/record"
	"livebrief/internal/store"
)

// twin writes the sample, and a removal behind it, into a database: with the same ids, salts, times and key each time.
func twin(t *testing.T, database string) copies {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	const id, origin = brief.BriefingID("b7k2m9q4x1c8v5n3"), "news.example/ukraine"
	keys := keyring{dir: t.TempDir()}
	secret, _, err := record.NewKey(bytes.NewReader(bytes.Repeat([]byte{7}, 32)), origin)
	must(err)
	must(os.WriteFile(keys.file(id, keyFile), []byte(secret+"\n"), 0o600))
	clock := time.Date(2025, 3, 1, 6, 0, 0, 0, time.UTC)
	st, err := store.Open(t.Context(), database, store.Options{Now: func() time.Time { return clock }, Random: rand.NewChaCha8([32]byte{7}), Signers: keys.signer})
	must(err)
	t.Cleanup(func() { must(st.Close()) })

	l := sampleLoad{id: id, items: map[string]brief.ItemID{}, reports: map[string]brief.Report{}, random: rand.NewChaCha8([32]byte{8})}
	raw, err := sampleFiles.ReadFile("sample/sample.json")
	must(err)
	must(json.Unmarshal(raw, &l.script))
	for i, r := range l.script.Reports {
		text, err := sampleFiles.ReadFile("sample/reports/" + r.Name + ".txt")
		must(err)
		built, _, err := intake.Build(text, "text/plain; charset=utf-8", r.URL, clock, intake.Hints{Outlet: r.Outlet, Title: r.Title, Published: r.Published})
		must(err)
		built[0].ID = brief.ReportID(fmt.Sprintf("report%02d", i))
		l.reports[r.Name] = built[0]
	}
	l.script.Briefing.Mirrors = []string{"https://mirror.example/ukraine/"}
	first, err := l.bare(brief.EntryBriefing, brief.ItemBriefing, l.script.Dated, l.script.Briefing)
	must(err)
	_, err = st.CreateBriefing(t.Context(), first, origin)
	must(err)
	var last brief.Entry
	acts, err := l.acts()
	must(err)
	for _, act := range acts {
		clock = clock.Add(time.Minute)
		entries, err := st.Append(t.Context(), act)
		must(err)
		if act.Kind == brief.Publish {
			last = entries[0]
		}
	}
	removal := brief.Redaction{Target: last.Item, Class: "safety", Reason: "A name was taken out.", Removed: []brief.Removed{{Seq: last.Seq}}}
	act, err := l.bare(brief.Redact, last.Item, l.script.Steps[len(l.script.Steps)-1].Dated, removal)
	must(err)
	_, err = st.Append(t.Context(), act)
	must(err)
	return copies{st, keys}
}

// exported gives the hashes of everything that is exported of the one briefing: every file of the folder, the zip, the
// HTML file.
func exported(t *testing.T, c copies) map[string][sha256.Size]byte {
	t.Helper()
	e, err := c.edition(t.Context(), "b7k2m9q4x1c8v5n3")
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string][sha256.Size]byte{}
	for form, write := range map[string]func(*bytes.Buffer) error{
		"the zip":      func(b *bytes.Buffer) error { return c.Export(t.Context(), "b7k2m9q4x1c8v5n3", b) },
		"the one file": func(b *bytes.Buffer) error { return c.ExportFile(t.Context(), "b7k2m9q4x1c8v5n3", b) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		sums[form] = sha256.Sum256(b.Bytes())
	}
	dir := t.TempDir()
	if _, _, err := mirror.WriteFolder(dir, e); err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(filepath.Join(dir, name))
		sums[name] = sha256.Sum256(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

// TestCopiesAreTheSameBytesOnBothDatabases exports one record from SQLite and from PostgreSQL.
func TestCopiesAreTheSameBytesOnBothDatabases(t *testing.T) {
	t.Parallel()
	postgres := cluster.Database(t)
	light := exported(t, twin(t, filepath.Join(t.TempDir(), "twin.db")))
	heavy := exported(t, twin(t, postgres))
	for name, sum := range light {
		if heavy[name] != sum {
			t.Errorf("%s differs: %x on SQLite, %x on PostgreSQL", name, sum, heavy[name])
		}
	}
	if len(light) != len(heavy) || len(light) < 200 {
		t.Errorf("%d files on SQLite, %d on PostgreSQL", len(light), len(heavy))
	}
	t.Logf("%d files, the zip %x, the one file %x", len(light), light["the zip"], light["the one file"])
}

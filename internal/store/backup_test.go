package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"livebrief/internal/backup"
	"livebrief/internal/brief"
)

// furnish puts something into every table: two briefings, one with a redaction, and what a desk has besides.
func (h *house) furnish() {
	h.t.Helper()
	ctx := context.Background()
	h.begin("flood", false)
	h.begin("fire", true)
	h.must(h.act(brief.Publish, "a", 0, "One"), h.act(brief.Update, "a", 1, "Two"), h.act(brief.Publish, "w", 0, "W"))
	keyed := h.act(brief.Publish, "j", 0, "Jane Doe was there")
	keyed.Key = "key-1"
	h.must(keyed, h.act(brief.Withdraw, "w", 1, "W"))
	h.must(h.redaction("j", 1, brief.Removed{Seq: 5, Replacement: body(h.t, brief.Development{Headline: "A witness was there", Label: brief.Reported})}))
	h.must(brief.Act{Briefing: "fire", Kind: brief.EntryStatement, Item: "vow", Lang: "en", Role: brief.Editor, Person: "p1", Body: body(h.t, brief.Statement{Title: "T"})})
	_, proposed := h.SaveProposal(ctx, brief.Proposal{Briefing: "fire", Outcome: brief.Outcome{Statement: "vow", Term: "t1"}, Person: "p1", Role: brief.Editor, At: noon, State: brief.ProposalWaits})
	held := h.act(brief.Publish, "later", 0, "Later")
	held.EmbargoUntil, held.Key = noon.Add(time.Hour), "key-2"
	_, embargo := h.Embargo(ctx, held)
	_, draft := h.SaveDraft(ctx, brief.Draft{Briefing: "flood", Kind: brief.Publish, Item: "d", Body: h.act(brief.Publish, "d", 0, "Draft").Body})
	cosigned := h.SaveCosignature(ctx, Cosignature{Briefing: "flood", Witness: "w.example+0a1b2c3d", Size: 2, Line: "— w.example AAAA\n", At: noon})
	_, list := h.SaveList(ctx, brief.DeskList{Briefing: "flood", Name: brief.ListOfNames, Text: "Ada Brun: Адa", Person: "p1"}, "lists")
	report, _, added := h.AddReport(ctx, brief.Report{Title: "A report", Text: "Übersicht", Raw: []byte{0, 255, '\n', '"'}, State: brief.ReportNew})
	other, _, more := h.AddReport(ctx, brief.Report{Raw: []byte("other")})
	_, apart := h.SetApart(ctx, report, other, true)
	reading := h.SaveReading(ctx, report, brief.Reading{}, "p1")
	_, source := h.AddSource(ctx, brief.Source{Name: "Wire", Address: "https://example.org/feed"})
	_, person := h.AddPerson(ctx, brief.Person{ID: "p1", Name: "Zoë", Role: brief.Chief}, [32]byte{1, 2, 255})
	if err := errors.Join(proposed, embargo, draft, cosigned, list, added, more, apart, reading, source, person, h.SaveSnapshot(ctx, "flood", 3, []byte("state"))); err != nil {
		h.t.Fatal(err)
	}
}

// backUp gives a backup of the store.
func (h *house) backUp() []byte {
	h.t.Helper()
	var out bytes.Buffer
	if err := h.Backup(context.Background(), "test", &out); err != nil {
		h.t.Fatal(err)
	}
	return out.Bytes()
}

// emptyDatabases make one of either kind.
var emptyDatabases = map[string]func(testing.TB) string{
	"sqlite":   func(t testing.TB) string { return filepath.Join(t.TempDir(), "new.db") },
	"postgres": func(t testing.TB) string { return cluster.Database(t) },
}

// restored opens a new database that was filled from a backup.
func restored(t testing.TB, url string, raw []byte) *house {
	t.Helper()
	r, err := backup.NewReader(bytes.NewReader(raw))
	if err == nil {
		err = Restore(context.Background(), url, r, nil, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return openAt(t, url)
}

// rows gives every table of a backup but the audit, a line for each row, columns by name.
func rows(t testing.TB, raw []byte) map[string][]string {
	t.Helper()
	r, err := backup.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string][]string{}
	for {
		table, err := r.Table()
		if errors.Is(err, io.EOF) {
			return tables
		}
		if err != nil {
			t.Fatal(err)
		}
		tables[table.Name] = []string{}
		for {
			row, err := r.Row()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			var parts []string
			for i, v := range row {
				parts = append(parts, fmt.Sprintf("%s=%#v", table.Columns[i].Name, v))
			}
			slices.Sort(parts)
			tables[table.Name] = append(tables[table.Name], strings.Join(parts, " "))
		}
	}
}

// TestBackupOfEitherDatabaseFillsEither carries a store from database to database and back: every row of every table
// is the same, the records verify, and life goes on in each.
func TestBackupOfEitherDatabaseFillsEither(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.furnish()
		first := h.backUp()
		want := rows(t, first)
		for _, table := range keptTables {
			if len(want[table.name]) == 0 {
				t.Errorf("the backup has nothing of the table %s", table.name)
			}
		}
		if len(want) != len(keptTables) {
			t.Errorf("the backup has %d tables", len(want))
		}
		for name, url := range emptyDatabases {
			t.Run("into "+name, func(t *testing.T) {
				again := restored(t, url(t), first)
				got := rows(t, again.backUp())
				for table := range want {
					if !slices.Equal(got[table], want[table]) {
						t.Errorf("in %s the table %s became\n%s\nand was\n%s", name, table, strings.Join(got[table], "\n"), strings.Join(want[table], "\n"))
					}
				}
				again.verify("flood")
				again.verify("fire")
				if l, err := again.List(context.Background(), "flood", brief.ListOfNames); err != nil || l.Text != "Ada Brun: Адa" || l.Rev != 1 {
					t.Errorf("in %s the list is %+v, %v", name, l, err)
				}
				if err := again.Check(context.Background()); err != nil {
					t.Error(err)
				}
				if e := again.must(again.act(brief.Update, "a", 2, "Three"))[0]; e.Seq != 8 || e.Rev != 3 {
					t.Errorf("in %s the next entry is %+v", name, e)
				}
				if _, err := again.AddPerson(context.Background(), brief.Person{Name: "New", Role: brief.Editor}, [32]byte{9}); err != nil {
					t.Errorf("in %s nobody can be added: %v", name, err)
				}
				repeated := again.act(brief.Publish, "other", 0, "Other")
				repeated.Key = "key-1"
				if _, err := again.Append(context.Background(), repeated); brief.KindOf(err) != brief.KindConflict {
					t.Errorf("in %s a key is forgotten: %v", name, err)
				}
			})
		}
	})
}

// TestBackupForgetsNoTable fails when a migration adds a table that no backup would hold.
func TestBackupForgetsNoTable(t *testing.T) {
	h := openFileIn(t)
	names, err := h.read.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
	if err != nil {
		t.Fatal(err)
	}
	defer names.Close()
	for names.Next() {
		var name string
		if err := names.Scan(&name); err != nil {
			t.Fatal(err)
		}
		if !isKept(name, math.MaxInt64) && name != "snapshots" && name != "writer" && name != "relayed" && name != "goose_db_version" {
			t.Errorf("the table %s is in no backup: put it into keptTables", name)
		}
	}
}

// interrupted publishes something between any two writes of a backup.
type interrupted struct {
	bytes.Buffer
	h *house
	n int
}

func (i *interrupted) Write(p []byte) (int, error) {
	i.n++
	item := brief.ItemID(fmt.Sprint("i", i.n))
	made := i.h.must(i.h.act(brief.Publish, item, 0, "Line"))[0]
	if i.n == 1 {
		i.h.must(i.h.redaction(item, 1, brief.Removed{Seq: made.Seq}))
	}
	return i.Buffer.Write(p)
}

// TestBackupIsOfOneMoment publishes while a backup is being written: it is a sound store that ends where the backup began.
func TestBackupIsOfOneMoment(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "a", 0, "One"))
		out := &interrupted{h: h}
		if err := h.Backup(context.Background(), "test", out); err != nil {
			t.Fatal(err)
		}
		if head, err := h.Head(context.Background(), "flood"); head < 6 || err != nil {
			t.Fatalf("%d entries, %v: nobody published meanwhile", head, err)
		}
		again := restored(t, filepath.Join(t.TempDir(), "new.db"), out.Bytes()) // which checks every entry
		if head, err := again.Head(context.Background(), "flood"); head != 2 || err != nil {
			t.Errorf("the backup has %d entries, %v; it began at 2", head, err)
		}
		if h.dialect.scrub != nil && h.unscrubbed.Load() {
			t.Error("a text that was removed while the backup was made is left in the log")
		}
	})
}

// TestBackupHoldsNoRemovedText looks for a redacted text, and for how long it was, in everything of a later backup.
func TestBackupHoldsNoRemovedText(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "a", 0, "Jane Doe-Canary lives in Elm Street"))
		if before := fmt.Sprint(rows(t, h.backUp())["bodies"]); !strings.Contains(before, "0x43, 0x61, 0x6e, 0x61, 0x72, 0x79") {
			t.Fatalf("the text is not in the backup before: %s", before)
		}
		h.must(h.redaction("a", 1, brief.Removed{Seq: 2}))
		after := rows(t, h.backUp())
		if strings.Contains(fmt.Sprint(after), "0x43, 0x61, 0x6e, 0x61, 0x72, 0x79") {
			t.Error("the removed text is in the backup")
		}
		if want := `body=[]byte{} briefing="flood" removed=1 salt=[]byte{} seq=2`; after["bodies"][1] != want {
			t.Errorf("beside the removed entry stands %s", after["bodies"][1])
		}
	})
}

func TestRestoreRefusesADatabaseThatHoldsAnything(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.furnish()
		raw := h.backUp()
		into := func() error {
			r, err := backup.NewReader(bytes.NewReader(raw))
			if err != nil {
				t.Fatal(err)
			}
			return Restore(context.Background(), h.url, r, nil, nil)
		}
		if h.dialect.lock != nil {
			refused(t, into(), brief.KindUnavailable, "a livebrief writes to that database; stop the server and do it again")
			h.resign()
		}
		refused(t, into(), brief.KindConflict, "the database is not empty")
		if got := rows(t, h.backUp()); fmt.Sprint(got) != fmt.Sprint(rows(t, raw)) {
			t.Error("the database was changed")
		}
	})
}

// TestBadBackupLeavesTheDatabaseEmpty cuts and spoils a backup, and restores the sound one into the same database.
func TestBadBackupLeavesTheDatabaseEmpty(t *testing.T) {
	source := openFileIn(t)
	source.furnish()
	raw := source.backUp()
	flipped := bytes.Clone(raw)
	flipped[len(flipped)-3] ^= 1
	for name, target := range emptyDatabases {
		t.Run(name, func(t *testing.T) {
			url := target(t)
			for what, bad := range map[string][]byte{"cut": raw[:len(raw)-100], "flipped": flipped, "unsound": unsound(t, raw), "a row twice": rowTwice(t, raw)} {
				r, err := backup.NewReader(bytes.NewReader(bad))
				if err == nil {
					err = Restore(context.Background(), url, r, nil, nil)
				}
				if brief.KindOf(err) != brief.KindInvalid {
					t.Errorf("%s: %s", what, describe(err))
				}
			}
			restored(t, url, raw).verify("flood")
		})
	}
}

// rowTwice is a damaged backup with every row twice, as a turned bit in an id can make it of one: the database refuses the second before
// the damage is noticed.
func rowTwice(t testing.TB, raw []byte) []byte {
	t.Helper()
	twice := rewritten(t, raw, backup.Header{Schema: headerOf(t, raw).Schema}, func(string) int { return 2 })
	twice[len(twice)-3] ^= 1
	return twice
}

func headerOf(t testing.TB, raw []byte) backup.Header {
	t.Helper()
	from, err := backup.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return from.Header()
}

// unsound makes a backup with the right SHA-256 of a record that is not what was signed.
func unsound(t testing.TB, raw []byte) []byte {
	t.Helper()
	h := restored(t, filepath.Join(t.TempDir(), "unsound.db"), raw)
	if _, err := h.write.Exec(`UPDATE bodies SET body = CAST('{}' AS BLOB) WHERE briefing = 'flood' AND seq = 2`); err != nil {
		t.Fatal(err)
	}
	return h.backUp()
}

// ofSchema1 is the same backup as a program wrote it before there were witnesses.
func ofSchema1(t testing.TB, raw []byte) []byte {
	t.Helper()
	return rewritten(t, raw, backup.Header{Schema: 1, Program: "older"}, func(table string) int {
		if isKept(table, 1) {
			return 1
		}
		return 0
	})
}

// rewritten writes a backup anew under another header, each row of a table so many times; a table of which it is none is left out.
func rewritten(t testing.TB, raw []byte, header backup.Header, times func(table string) int) []byte {
	t.Helper()
	from, err := backup.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	header.MadeAt = from.Header().MadeAt
	var out bytes.Buffer
	to, err := backup.NewWriter(&out, header)
	if err != nil {
		t.Fatal(err)
	}
	for {
		table, err := from.Table()
		if errors.Is(err, io.EOF) {
			break
		}
		n := times(table.Name)
		if err == nil && n > 0 {
			err = to.Table(table)
		}
		for err == nil {
			var row []any
			if row, err = from.Row(); err == nil {
				for range n {
					err = errors.Join(err, to.Row(row))
				}
			}
		}
		if !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestBackupOfOlderTablesIsBroughtUp restores what a program wrote that knew fewer tables.
func TestBackupOfOlderTablesIsBroughtUp(t *testing.T) {
	h := openFileIn(t)
	h.furnish()
	read, _, err := h.AddReport(t.Context(), brief.Report{Raw: []byte("read")})
	if err == nil {
		err = h.SaveReading(t.Context(), read, brief.Reading{}, "rules")
	}
	if err != nil {
		t.Fatal(err)
	}
	older := ofSchema1(t, h.backUp())
	for name, empty := range emptyDatabases {
		t.Run(name, func(t *testing.T) {
			back := restored(t, empty(t), older)
			if err := back.Check(t.Context()); err != nil {
				t.Error(err)
			}
			if list, err := back.Cosignatures(t.Context()); err != nil || len(list) != 0 {
				t.Errorf("%v, %v", list, err)
			}
			if list, err := back.Lists(t.Context(), "flood"); err != nil || len(list) != 0 {
				t.Errorf("%v, %v", list, err)
			}
			if _, found, err := back.Reading(t.Context(), read); found || err != nil {
				t.Errorf("what the rules read once is kept: %v", err)
			}
			if err := back.SaveCosignature(t.Context(), Cosignature{Briefing: "flood", Witness: "w.example+0a1b2c3d", Size: 2, Line: "— w", At: noon}); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestRestoreOfNewerTablesIsRefused reads a backup that claims tables of a later version.
func TestRestoreOfNewerTablesIsRefused(t *testing.T) {
	var out bytes.Buffer
	w, err := backup.NewWriter(&out, backup.Header{Schema: 999})
	if err := errors.Join(err, w.Table(backup.Table{Name: "people"}), w.Close()); err != nil {
		t.Fatal(err)
	}
	r, err := backup.NewReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	refused(t, Restore(context.Background(), filepath.Join(t.TempDir(), "new.db"), r, nil, nil), brief.KindInvalid, "newer livebrief (tables 999")
}

// TestNothingOfABackupBecomesAStatement names tables and columns that are none of ours.
func TestNothingOfABackupBecomesAStatement(t *testing.T) {
	id := backup.Column{Name: "id", Kind: backup.Text}
	for name, table := range map[string]backup.Table{
		"another table":  {Name: "goose_db_version", Columns: []backup.Column{id}},
		"a statement":    {Name: "people; DROP TABLE people; --", Columns: []backup.Column{id}},
		"another column": {Name: "people", Columns: []backup.Column{{Name: "id) VALUES ('x'); --", Kind: backup.Text}}},
		"too few":        {Name: "people", Columns: []backup.Column{id}},
		"another kind": {Name: "readings", Columns: []backup.Column{{Name: "report", Kind: backup.Int}, {Name: "made_by", Kind: backup.Text},
			{Name: "at", Kind: backup.Int}, {Name: "reading", Kind: backup.Bytes}}},
	} {
		var out bytes.Buffer
		w, err := backup.NewWriter(&out, backup.Header{Schema: 1})
		if err := errors.Join(err, w.Table(table), w.Close()); err != nil {
			t.Fatal(err)
		}
		r, err := backup.NewReader(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		url := filepath.Join(t.TempDir(), "new.db")
		err = Restore(context.Background(), url, r, nil, nil)
		if brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), "does not have like that") {
			t.Errorf("%s: %s", name, describe(err))
		}
		if _, err := os.Stat(url); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

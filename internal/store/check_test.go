package store

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
)

// TestCheckNamesTheEntryAtFault does to a sound record what a bad disk or a bad hand would.
func TestCheckNamesTheEntryAtFault(t *testing.T) {
	for name, c := range map[string]struct {
		harm string
		says string
	}{
		"body changed":          {`UPDATE bodies SET body = (SELECT body FROM bodies WHERE seq = 2) WHERE seq = 3`, "entry 3 is damaged: entry 3 was committed to a different body"},
		"salt changed":          {`UPDATE bodies SET salt = (SELECT salt FROM bodies WHERE seq = 2) WHERE seq = 3`, "entry 3 was committed"},
		"body gone":             {`DELETE FROM bodies WHERE seq = 3`, "entry 3 is damaged"},
		"leaf of another entry": {`UPDATE entries SET leaf = (SELECT leaf FROM entries WHERE seq = 2) WHERE seq = 3`, "entry 3 is damaged: its columns"},
		"leaf cut off":          {`UPDATE entries SET leaf = substr(leaf, 1, 40) WHERE seq = 3`, "entry 3 is damaged: a leaf is not an entry"},
		"leaf with another role": {`UPDATE entries SET leaf = CAST(replace(CAST(leaf AS TEXT), 'editor', 'ediTor') AS BLOB) WHERE seq = 3`,
			"entry 3 is not the one that was published"},
		"leaf with a blank more": {`UPDATE entries SET leaf = CAST(CAST(leaf AS TEXT) || ' ' AS BLOB) WHERE seq = 3`, "entry 3 is damaged: the leaf of entry 3 is not in canonical form"},
		"item in the column":     {`UPDATE entries SET item = 'b' WHERE seq = 3`, "entry 3 is damaged: its columns"},
		"kind in the column":     {`UPDATE entries SET kind = 'correct' WHERE seq = 3`, "entry 3 is damaged: its columns"},
		"time in the column":     {`UPDATE entries SET shown_at = shown_at + 1 WHERE seq = 3`, "entry 3 is damaged: its columns"},
		"entry gone":             {`DELETE FROM bodies WHERE seq = 3; DELETE FROM entries WHERE seq = 3`, "entry 3 is missing"},
		"last entries gone":      {`DELETE FROM bodies WHERE seq = 9; DELETE FROM entries WHERE seq = 9`, "entry 9 is missing"},
		"leaf hash changed":      {`UPDATE hashes SET hash = (SELECT hash FROM hashes WHERE place = 0) WHERE place = 4`, "entry 4 is not the one"},
		"inner hash changed":     {`UPDATE hashes SET hash = (SELECT hash FROM hashes WHERE place = 0) WHERE place = 6`, "entries 1 to 4"},
		"hash gone":              {`DELETE FROM hashes WHERE place = 15`, "entry 9 is not the one"},
		"head moved back":        {`UPDATE briefings SET head = 8`, "over 9 entries and the record has 8"},
		"time of the head":       {`UPDATE briefings SET at = at - 1`, "time of the last entry"},
		"checkpoint gone":        {`DELETE FROM checkpoints`, "over 0 entries"},
		"checkpoint forged":      {`UPDATE checkpoints SET signed = CAST(replace(CAST(signed AS TEXT), 'briefs.', 'others.') AS BLOB)`, "over another tree"},
		"signature forged":       {`UPDATE checkpoints SET signed = CAST(substr(CAST(signed AS TEXT), 1, length(signed) - 5) || 'AAA=' || char(10) AS BLOB)`, "not signed with the key"},
		"item moved":             {`UPDATE items SET rev = 1 WHERE item = 'a'`, "the item a does not stand where entry 3 left it"},
		"item not withdrawn":     {`UPDATE items SET withdrawn = 0 WHERE item = 'w'`, "the item w does not stand"},
		"item forgotten":         {`DELETE FROM items WHERE item = 'a'`, "1 items are missing"},
		"removed text is back":   {`DELETE FROM removals WHERE seq = 7; UPDATE bodies SET removed = 0 WHERE seq = 7`, "entry 7 is damaged"},
		"text beside a removal":  {`UPDATE bodies SET removed = 0 WHERE seq = 7`, "yet its body or salt is there"},
		"removed text is left":   {`UPDATE bodies SET body = CAST('Jane Doe' AS BLOB) WHERE seq = 7`, "entry 7 was removed, and its place is not empty"},
		"removal without word":   {`DELETE FROM removals WHERE seq = 7`, "entry 7 is damaged"},
		"removed by another":     {`UPDATE removals SET by_seq = 9 WHERE seq = 7`, "the removal at entry 7 is damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			h := openFileIn(t)
			ctx := context.Background()
			h.begin("flood", false)
			h.must(h.act(brief.Publish, "a", 0, "One"), h.act(brief.Update, "a", 1, "Two"))      // 2, 3
			h.must(h.act(brief.Publish, "b", 0, "Bridge"), h.act(brief.Publish, "w", 0, "W"))    // 4, 5
			h.must(h.act(brief.Withdraw, "w", 1, "W"), h.act(brief.Publish, "j", 0, "Jane Doe")) // 6, 7
			h.must(h.redaction("j", 1, brief.Removed{Seq: 7}), h.act(brief.Update, "b", 1, "B")) // 8, 9
			if err := h.Check(ctx); err != nil {
				t.Fatal("before any harm:", err)
			}
			for _, statement := range append([]string{"PRAGMA foreign_keys = 0"}, strings.Split(c.harm, "; ")...) {
				result, err := h.write.Exec(statement)
				if err != nil {
					t.Fatal(statement, err)
				}
				if n, _ := result.RowsAffected(); n == 0 && !strings.HasPrefix(statement, "PRAGMA") {
					t.Fatal("did no harm: ", statement)
				}
			}
			err := h.Check(ctx)
			refused(t, err, brief.KindOther, c.says)
			if err != nil && !strings.Contains(err.Error(), "in the briefing flood") {
				t.Errorf("which briefing? %v", err)
			}
		})
	}
}

func TestCheckTellsHowFarItIsAndWhatElseIsWrong(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h.begin("storm", false)
		var acts []brief.Act
		for range checkAtOnce + 10 {
			acts = append(acts, h.act(brief.EntryGlance, brief.ItemGlance, -1, "Line"))
		}
		h.must(acts...)
		var told []Progress
		if err := h.CheckTelling(ctx, func(p Progress) { told = append(told, p) }); err != nil {
			t.Fatal(err)
		}
		want := []Progress{{"flood", 512, 523}, {"flood", 523, 523}, {"storm", 1, 1}}
		if len(told) != 3 || told[0] != want[0] || told[1] != want[1] || told[2] != want[2] {
			t.Errorf("told %+v, want %+v", told, want)
		}
		if _, err := h.write.Exec(`UPDATE bodies SET salt = body`); err != nil {
			t.Fatal(err)
		}
		err := h.Check(ctx)
		refused(t, err, brief.KindOther, "in the briefing flood, entry 1 is damaged")
		refused(t, err, brief.KindOther, "in the briefing storm, entry 1 is damaged")
	})
}

func TestCheckFindsTheKeyOfAnotherRecord(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		h.begin("storm", false)
		mixed := h.options()
		mixed.Signers = func(brief.BriefingID) (note.Signer, error) { return h.signer("storm") }
		r, err := OpenReading(context.Background(), h.url, mixed)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		err = r.Check(context.Background())
		refused(t, err, brief.KindOther, "in the briefing flood, the checkpoint is not signed with the key of the briefing")
		if err != nil && strings.Contains(err.Error(), "storm") {
			t.Errorf("the record whose key it is: %v", err)
		}
	})
}

func TestCheckWithoutKeysStillComparesTheTree(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		keyless, err := Open(context.Background(), h.url, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer keyless.Close()
		if err := keyless.Check(context.Background()); err != nil {
			t.Error(err)
		}
		_, err = keyless.Append(context.Background(), h.act(brief.Publish, "a", 0, "One"))
		refused(t, err, brief.KindForbidden, "holds no keys")
		if _, err := h.write.Exec(`UPDATE hashes SET hash = (SELECT salt FROM bodies)`); err != nil {
			t.Fatal(err)
		}
		refused(t, keyless.Check(context.Background()), brief.KindOther, "entry 1 is not the one that was published")
	})
}

func TestCheckFindsWhatAFaultyProgramSigned(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("back", false)
		signer, err := h.signer("back")
		if err != nil {
			t.Fatal(err)
		}
		act := h.act(brief.Publish, "a", 0, "One")
		act.Briefing = "back"
		err = h.transactRound(ctx, nil, func(r runner) ([]statement, error) {
			w, err := h.beginWriting(ctx, r, "back", noon)
			if err != nil {
				return nil, err
			}
			w.now = noon.Add(-time.Second)
			if _, err := w.act(ctx, &act); err != nil {
				return nil, err
			}
			return w.finish(signer)
		})
		if err != nil {
			t.Fatal(err)
		}
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "a", 0, "One"))
		if _, err := h.write.Exec("UPDATE items SET rev = 4 WHERE briefing = 'flood' AND item = 'a'"); err != nil {
			t.Fatal(err)
		}
		h.must(h.act(brief.Update, "a", 4, "Five"))
		err = h.Check(ctx)
		refused(t, err, brief.KindOther, "in the briefing back, entry 2 is damaged: it is older than the entry before it")
		refused(t, err, brief.KindOther, "in the briefing flood, entry 3 is damaged: it does not follow the revision of its item before it")
	})
}

func TestCheckFindsPartsOfNoBriefing(t *testing.T) {
	for _, stray := range []string{
		"INSERT INTO entries (briefing, seq, kind, item, shown_at, leaf) SELECT 'ghost', seq, kind, item, shown_at, leaf FROM entries",
		"INSERT INTO items (briefing, item, rev, head, withdrawn) SELECT 'ghost', item, rev, head, withdrawn FROM items",
		"INSERT INTO hashes (briefing, place, hash) SELECT 'ghost', place, hash FROM hashes",
	} {
		onBoth(t, func(t *testing.T, h *house) {
			h.begin("flood", false)
			if h.dialect.name == "sqlite" {
				if _, err := h.write.Exec("PRAGMA foreign_keys = 0"); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := h.write.Exec(stray); err != nil {
				t.Fatal(err)
			}
			refused(t, h.Check(context.Background()), brief.KindOther, `parts of the record "ghost", and no briefing of that id`)
			if _, err := h.write.Exec("DELETE FROM briefings WHERE id = 'flood'"); err == nil && h.dialect.name == "postgres" {
				t.Error("a briefing that has a record could be deleted")
			}
		})
	}
}

func TestStoredHashOfTheWrongLengthIsSaid(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		if _, err := h.write.Exec("UPDATE hashes SET hash = (SELECT body FROM bodies)"); err != nil {
			t.Fatal(err)
		}
		_, err := h.HashReader(context.Background(), "flood").ReadHashes([]int64{0})
		refused(t, err, brief.KindOther, "the stored hash 0 has")
	})
}

// TestCheckFindsAnIndexThatSaysSomethingElse flips one letter where only the index by item keeps it.
func TestCheckFindsAnIndexThatSaysSomethingElse(t *testing.T) {
	h := openFileIn(t)
	h.begin("flood", false)
	h.must(h.act(brief.Publish, "unmistakable", 0, "One"))
	if _, err := h.write.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	var page int64
	if err := h.write.QueryRow("SELECT rootpage FROM sqlite_schema WHERE name = 'entries_by_item'").Scan(&page); err != nil {
		t.Fatal(err)
	}
	file := h.url
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	index := raw[(page-1)*4096 : page*4096]
	at := bytes.Index(index, []byte("unmistakable"))
	if at < 0 {
		t.Fatal("the index does not hold the item")
	}
	index[at] ^= 1
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := Open(context.Background(), file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	refused(t, again.Check(context.Background()), brief.KindOther, "the database file is damaged")
}

func TestCheckFindsRedactedTextThatCameBack(t *testing.T) {
	h := openFileIn(t)
	ctx := context.Background()
	h.begin("flood", false)
	h.must(h.act(brief.Publish, "a", 0, "Jane Doe"))
	was, err := h.Bodies(ctx, "flood", []brief.Seq{2})
	if err != nil {
		t.Fatal(err)
	}
	h.must(h.redaction("a", 1, brief.Removed{Seq: 2}))
	if _, err := h.write.Exec("DELETE FROM removals"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.write.Exec("UPDATE bodies SET body = ?, salt = ?, removed = 0 WHERE seq = 2", []byte(was[2].Body), was[2].Salt); err != nil {
		t.Fatal(err)
	}
	refused(t, h.Check(ctx), brief.KindOther, "the removal at entry 3 is damaged: entry 2 should have lost its text")
}

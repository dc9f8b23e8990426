package record

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// link is one entry as a chain takes it.
type link struct {
	leaf    []byte
	body    json.RawMessage
	salt    []byte
	removal *brief.Removal
}

func linked(t testing.TB, p brief.Published) link {
	t.Helper()
	leaf, err := LeafBytes(p.Entry)
	if err != nil {
		t.Fatal(err)
	}
	return link{leaf, p.Body, p.Salt, p.Removal}
}

// shortRecord is a record of six entries by hand: two items, one of which loses its first text openly in entry 5.
func shortRecord() []brief.Published {
	day := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	list := []brief.Published{
		{Entry: brief.Entry{Kind: brief.EntryBriefing, Item: brief.ItemBriefing, Rev: 1}, Body: json.RawMessage(`{"title":"Test"}`)},
		{Entry: brief.Entry{Kind: brief.Publish, Item: "one", Rev: 1}, Body: json.RawMessage(`{"headline":"A name"}`)},
		{Entry: brief.Entry{Kind: brief.Publish, Item: "two", Rev: 1}, Body: json.RawMessage(`{"headline":"Two"}`)},
		{Entry: brief.Entry{Kind: brief.Correct, Item: "one", Rev: 2, Prev: 2}, Body: json.RawMessage(`{"headline":"No name"}`)},
		{Entry: brief.Entry{Kind: brief.Redact, Item: "one", Rev: 3, Prev: 4},
			Body: json.RawMessage(`{"class":"safety","reason":"It named a witness.","removed":[{"seq":2}],"target":"one"}`)},
		{Entry: brief.Entry{Kind: brief.Update, Item: "two", Rev: 2, Prev: 3}, Body: json.RawMessage(`{"headline":"Two more"}`)},
	}
	for i := range list {
		e := &list[i].Entry
		e.V, e.Seq, e.Briefing, e.Lang, e.Role = 1, brief.Seq(i+1), "b7k2m9q4x1c8v5n3", "en", brief.Editor
		e.At = day.Add(time.Duration(i/2) * time.Minute) // pairs share a time
		list[i].Salt = slices.Repeat([]byte{byte(i)}, 32)
		e.Commit = CommitTo(list[i].Salt, list[i].Body)
	}
	list[1].Body, list[1].Salt = nil, nil
	list[1].Removal = &brief.Removal{By: 5, Class: "safety", At: list[4].Entry.At}
	return list
}

// signedTree gives the tree over the entries, whatever is beside them.
func signedTree(t testing.TB, list []brief.Published) Tree {
	t.Helper()
	var tree Hashes
	for i := range list {
		hash, err := LeafHash(list[i].Entry)
		if err != nil {
			t.Fatal(err)
		}
		if err := tree.Append(hash); err != nil {
			t.Fatal(err)
		}
	}
	signed, err := tree.Tree()
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// walk reads the whole record and compares it with the tree.
func walk(t testing.TB, list []brief.Published, signed Tree) error {
	t.Helper()
	var c Chain
	for i := range list {
		l := linked(t, list[i])
		if _, err := c.Add(l.leaf, l.body, l.salt, l.removal); err != nil {
			return err
		}
	}
	return c.Close(signed)
}

func TestAChainTakesARecordAsItIs(t *testing.T) {
	list := shortRecord()
	var c Chain
	for i := range list {
		l := linked(t, list[i])
		e, err := c.Add(l.leaf, l.body, l.salt, l.removal)
		if err != nil || e != list[i].Entry {
			t.Fatalf("entry %d: %v, %v", i+1, e, err)
		}
		if got := c.Tree(); got != signedTree(t, list[:i+1]) {
			t.Errorf("the tree after entry %d is %v", i+1, got)
		}
	}
	if err := c.Close(signedTree(t, list)); err != nil || c.Removed() != 1 {
		t.Errorf("%v, %d removed", err, c.Removed())
	}
	var none Chain
	if err := none.Close(signedTree(t, nil)); err != nil {
		t.Errorf("an empty record: %v", err)
	}
}

func TestAChainHasTheTreeOfTlogAtEverySize(t *testing.T) {
	var c Chain
	var tree Hashes
	for i := range 1100 {
		h := tlog.RecordHash(fmt.Appendf(nil, "leaf %d", i))
		c.grow(h)
		if err := tree.Append(h); err != nil {
			t.Fatal(err)
		}
		if want, err := tree.Tree(); err != nil || c.Tree() != want {
			t.Fatalf("at %d: %v, not %v, %v", i+1, c.Tree(), want, err)
		}
	}
}

func TestAChainNamesTheEntryAtFault(t *testing.T) {
	recommit := func(p *brief.Published, old, new string) {
		p.Body = json.RawMessage(strings.Replace(string(p.Body), old, new, 1))
		p.Entry.Commit = CommitTo(p.Salt, p.Body)
	}
	for name, c := range map[string]struct {
		change func(list []brief.Published) []brief.Published
		says   string
		resign bool // with a tree over the changed entries: the publisher's own fault
	}{
		"a word changed": {func(l []brief.Published) []brief.Published {
			l[2].Body = json.RawMessage(`{"headline":"Too"}`)
			return l
		}, "entry 3 was committed", true},
		"two bodies swapped": {func(l []brief.Published) []brief.Published {
			l[2].Body, l[2].Salt, l[3].Body, l[3].Salt = l[3].Body, l[3].Salt, l[2].Body, l[2].Salt
			return l
		}, "entry 3 was committed", true},
		"two entries swapped":       {func(l []brief.Published) []brief.Published { l[2], l[3] = l[3], l[2]; return l }, "entry 3 is missing", true},
		"one in the middle dropped": {func(l []brief.Published) []brief.Published { return slices.Delete(l, 2, 3) }, "entry 3 is missing", true},
		"the first dropped":         {func(l []brief.Published) []brief.Published { return l[1:] }, "entry 1 is missing", true},
		"the last dropped":          {func(l []brief.Published) []brief.Published { return l[:5] }, "entry 6 is missing", false},
		"one too many": {func(l []brief.Published) []brief.Published {
			more := l[5]
			more.Entry.Seq, more.Entry.Rev, more.Entry.Prev = 7, 3, 6
			return append(l, more)
		}, "entry 7 is not covered", false},
		"another leaf":       {func(l []brief.Published) []brief.Published { l[3].Entry.Role = brief.Chief; return l }, "not those that the checkpoint", false},
		"time going back":    {func(l []brief.Published) []brief.Published { l[3].Entry.At = l[2].Entry.At.Add(-time.Minute); return l }, "entry 4 is older", true},
		"another briefing":   {func(l []brief.Published) []brief.Published { l[3].Entry.Briefing = "other"; return l }, "entry 4 belongs to another", true},
		"a revision skipped": {func(l []brief.Published) []brief.Published { l[3].Entry.Rev = 3; return l }, "entry 4 does not follow", true},
		"a revision forked":  {func(l []brief.Published) []brief.Published { l[4].Entry.Prev = 2; return l }, "entry 5 does not follow", true},
		"a claimed date":     {func(l []brief.Published) []brief.Published { l[3].Entry.Dated = l[0].Entry.At; return l }, "entry 4 claims a date", true},
		"a body lost":        {func(l []brief.Published) []brief.Published { l[2].Body, l[2].Salt = nil, nil; return l }, "entry 3 has no salt", true},
		"removed by an entry that is not there": {func(l []brief.Published) []brief.Published { l[1].Removal.By = 9; return l },
			"entry 2 is said to be removed by entry 9, which is not in the record", true},
		"removed by an update": {func(l []brief.Published) []brief.Published { l[1].Removal.By = 4; return l }, "entry 4 is not a redaction", true},
		"a redaction of another entry": {func(l []brief.Published) []brief.Published { recommit(&l[4], `"seq":2`, `"seq":3`); return l },
			"entry 5 does not list entry 2", true},
		"a redaction of another class": {func(l []brief.Published) []brief.Published { recommit(&l[4], "safety", "law"); return l },
			"entry 5 does not remove entry 2", true},
	} {
		list := shortRecord()
		signed := signedTree(t, list)
		list = c.change(list)
		if c.resign {
			signed = signedTree(t, list)
		}
		err := walk(t, list, signed)
		if brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAChainKeepsClaimedDatesToAReconstruction(t *testing.T) {
	then := time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		first string
		taken bool
	}{
		{`{"reconstruction":true,"title":"Test"}`, true},
		{`{"Reconstruction":true,"title":"Test"}`, false},
		{`{"reconstruction":false,"title":"Test"}`, false},
		{`{"reconstruction":"true","title":"Test"}`, false},
	} {
		list := shortRecord()
		list[0].Body = json.RawMessage(c.first)
		list[0].Entry.Commit = CommitTo(list[0].Salt, list[0].Body)
		list[2].Entry.Dated = then
		if err := walk(t, list, signedTree(t, list)); (err == nil) != c.taken {
			t.Errorf("%s: %v", c.first, err)
		}
	}
}

func TestAChainTakesALeafInOneSpellingOnly(t *testing.T) {
	first := linked(t, shortRecord()[0])
	for name, leaf := range map[string][]byte{
		"a blank more": append(slices.Clone(first.leaf), ' '),
		"a field more": []byte(strings.Replace(string(first.leaf), `"v":1`, `"v":1,"x":1`, 1)),
		"nothing":      nil,
	} {
		var c Chain
		if _, err := c.Add(leaf, first.body, first.salt, nil); brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), "entry 1 has") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package page_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/mirror"
	"livebrief/internal/record"
)

// declares begins a record that declares its key, and gives the root and the declaration.
func (p *publisher) declares(expires string) (record.Signer, record.Declaration) {
	p.t.Helper()
	p.entries, p.last = nil, map[brief.ItemID]brief.Entry{}
	secret, root, first, err := record.NewKeys(p.random, "news.example/test", expires)
	p.must(err)
	d, err := record.OpenDeclaration(first)
	p.must(err)
	p.key = d.Key
	p.signer, err = record.NewSigner(secret)
	p.must(err)
	rootSigner, err := record.NewSigner(root)
	p.must(err)
	p.add(brief.EntryBriefing, brief.ItemBriefing, brief.Briefing{Name: "test", Title: "Test", Zone: "Europe/Kyiv", Languages: []string{"en"},
		Tracks: []brief.Track{{ID: "aid", Name: "Aid"}}, State: brief.Open, Declaration: string(first)})
	p.add(brief.Publish, "item", development("Before"))
	return rootSigner, *d
}

// replaces lets another key sign from now on.
func (p *publisher) replaces(root record.Signer, d record.Declaration, reason record.KeyReason) {
	p.t.Helper()
	secret, public, err := record.NewKey(p.random, d.Origin)
	p.must(err)
	next, err := record.NewSigner(secret)
	p.must(err)
	d.Number, d.Before, d.Key, d.Reason, d.Expires = d.Number+1, d.Key, public, reason, "2026-03-01"
	request, err := d.Request(p.signer, next)
	p.must(err)
	whole, err := record.Countersign(request, root)
	p.must(err)
	p.add(brief.EntryKey, brief.ItemKey, brief.KeyDeclared{Declaration: string(whole)})
	p.signer, p.key = next, public
}

func TestTheVerifierFollowsKeysAsTheCommandDoes(t *testing.T) {
	p := newPublisher(t, 3)
	root, first := p.declares("2026-01-01")
	_, early := p.copy(2)
	thief := *p
	p.replaces(root, first, record.LostKey)
	thief.entries = p.entries
	short := func(line string) string {
		fingerprint, err := record.Fingerprint(line)
		p.must(err)
		return fingerprint
	}
	now, _ := p.copy(3)
	stolen, _ := thief.copy(3)
	late := newPublisher(t, 4)
	late.declares("2025-03-01")
	today, _ := late.copy(2)
	late.entries[1].Entry.At = time.Date(2025, 3, 2, 0, 0, 0, 0, time.UTC)
	tomorrow, _ := late.copy(2)
	cases := []struct {
		name, folder, key string
		kept              []byte
		code              int
		says              string
	}{
		{"by its key", now, p.key, nil, 0, ""},
		{"by the key before", now, short(first.Key), nil, 0, ""},
		{"by the root", now, short(first.Root), nil, 0, ""},
		{"continuing what the key before had signed", now, p.key, early, 0, ""},
		{"nobody says whose", now, "", nil, 4, "nobody"},
		{"another's key", now, late.key, nil, 4, "another key"},
		{"signed with the key that was lost", stolen, short(first.Key), nil, 1, "not the one that signs"},
		{"on the last day of the key", today, late.key, nil, 0, ""},
		{"a day after", tomorrow, late.key, nil, 4, "2025-03-01"},
	}
	tasks := make([]folderTask, len(cases))
	for i, c := range cases {
		tasks[i] = folderTask{Folder: c.folder, Key: c.key, Kept: c.kept}
	}
	for i, a := range judge(t, tasks) {
		c := cases[i]
		if a.Code == nil || *a.Code != c.code || !strings.Contains(a.Says, c.says) {
			t.Errorf("%s: the page says %+v; the verdict is %d", c.name, a, c.code)
		}
		f, err := mirror.OpenFolder(c.folder)
		p.must(err)
		result, err := mirror.Verify(context.Background(), f, mirror.Options{Key: c.key})
		if err != nil || exitCodes[result.Verdict()] != c.code {
			t.Errorf("%s: the command says %v, %v", c.name, result.Verdict(), result.Faults)
		}
	}
}

package record

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// randomText draws a short text with what JSON, UTF-8 and UTF-16 find hard.
func randomText(r *rand.Rand) string {
	letters := []rune("abc XYZ 019 \"\\/\b\f\n\r\t\x00\x1f\x7f<>&'éßЖ中\u2028\u2029\ufeff\ufffd\ufb33😀𐀀\U0010ffff")
	text := make([]rune, r.IntN(12))
	for i := range text {
		text[i] = letters[r.IntN(len(letters))]
	}
	return string(text)
}

// randomValue draws a JSON value.
func randomValue(r *rand.Rand, depth int) any {
	switch n := r.IntN(9); {
	case n < 3 || depth > 4 && n > 5:
		return randomText(r)
	case n == 3:
		return r.Int64N(1<<54-1) - (1<<53 - 1)
	case n == 4:
		return r.IntN(2000) - 1000
	case n == 5:
		return []any{nil, true, false}[r.IntN(3)]
	case n < 8:
		list := make([]any, r.IntN(4))
		for i := range list {
			list[i] = randomValue(r, depth+1)
		}
		return list
	}
	return randomBody(r, depth+1)
}

func randomBody(r *rand.Rand, depth int) map[string]any {
	body := map[string]any{}
	for range r.IntN(5) {
		body[randomText(r)] = randomValue(r, depth)
	}
	return body
}

// randomRecord makes a record of that many entries, with redactions here and there, signed by a key of its own.
func randomRecord(t *testing.T, r *rand.Rand, size int) recordFile {
	t.Helper()
	var seed [32]byte
	for i := range seed {
		seed[i] = byte(r.Uint32())
	}
	origin := fmt.Sprintf("news.example/%d", r.IntN(1000))
	secret, line, err := NewKey(bytes.NewReader(seed[:]), origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	list := randomEntries(t, r, size, origin)
	file := recordFile{Key: line, Entries: []written{}}
	var tree Hashes
	for i := range list {
		p := &list[i]
		leaf := linked(t, *p).leaf
		beside, err := BesideBytes(Beside{p.Entry.Seq, p.Body, p.Salt, p.Removal})
		if err != nil {
			t.Fatal(err)
		}
		file.Entries = append(file.Entries, written{Leaf: string(leaf), Beside: string(beside)})
		hash, err := LeafHash(p.Entry)
		if err != nil || tree.Append(hash) != nil {
			t.Fatal(err)
		}
	}
	signed, err := tree.Tree()
	if err != nil {
		t.Fatal(err)
	}
	checkpoint, err := Checkpoint(origin, signed.Size, signed.Root, signer)
	if err != nil {
		t.Fatal(err)
	}
	file.Checkpoint = string(checkpoint)
	return file
}

// heirs are the keys of a random record, the first of them declared in its first entry.
type heirs struct {
	t    *testing.T
	r    *rand.Rand
	d    Declaration
	key  Signer
	root Signer
}

func (h *heirs) draw(name string) (Signer, string) {
	var seed [32]byte
	for i := range seed {
		seed[i] = byte(h.r.Uint32())
	}
	secret, public, err := NewKey(bytes.NewReader(seed[:]), name)
	if err != nil {
		h.t.Fatal(err)
	}
	signer, err := NewSigner(secret)
	if err != nil {
		h.t.Fatal(err)
	}
	return signer, public
}

// declare gives the body in which the next key is declared: renewed, or lost now and then.
func (h *heirs) declare(origin string) map[string]any {
	d := Declaration{Origin: origin, Number: h.d.Number + 1, Before: h.d.Key, Root: h.d.Root, Expires: "2027-03-01", Reason: RenewedKey}
	before := h.key
	h.key, d.Key = h.draw(origin)
	switch {
	case before == nil:
		h.root, d.Root = h.draw(RootName(origin))
		d.Reason = FirstKey
	case h.r.IntN(3) == 0:
		d.Reason = LostKey
	}
	request, err := d.Request(before, h.key)
	if err != nil {
		h.t.Fatal(err)
	}
	whole, err := Countersign(request, h.root)
	if err != nil {
		h.t.Fatal(err)
	}
	h.d = d
	return map[string]any{"declaration": string(whole), randomText(h.r): randomText(h.r)}
}

// randomEntries draws the entries of a record: items with revisions, times that stand still or go on, now and then a
// redaction of everything about an item that still has its text, and in some records keys that change.
func randomEntries(t *testing.T, r *rand.Rand, size int, origin string) []brief.Published {
	t.Helper()
	keys := &heirs{t: t, r: r}
	declares := r.IntN(3) == 0
	list := make([]brief.Published, 0, size)
	at := time.Date(2025, 3, 1, 8, 0, 0, 0, time.UTC)
	last := map[brief.ItemID]brief.Entry{}
	for seq := brief.Seq(1); int(seq) <= size; seq++ {
		at = at.Add(time.Duration(r.IntN(3)*r.IntN(100_000)) * time.Millisecond)
		item := brief.ItemID(fmt.Sprintf("item-%d", r.IntN(1+size/3)))
		changesKey := declares && (seq == 1 || r.IntN(10) == 0)
		if changesKey {
			item = brief.ItemKey
		}
		was := last[item]
		e := brief.Entry{V: 1, Seq: seq, At: at, Briefing: "b7k2m9q4x1c8v5n3", Kind: brief.Update, Item: item, Rev: was.Rev + 1,
			Prev: was.Seq, Lang: []string{"", "en", "zh-Hant"}[r.IntN(3)], Role: brief.Roles[r.IntN(3)]}
		body := randomBody(r, 0)
		if changesKey {
			if e.Kind = brief.EntryKey; seq == 1 {
				e.Kind = brief.EntryBriefing
			}
			body = keys.declare(origin)
		} else if was.Rev > 0 && r.IntN(4) == 0 {
			e.Kind = brief.Redact
			body = redactAll(t, r, list, &e)
		}
		canonical, err := Canonical(body)
		if err != nil {
			t.Fatal(err)
		}
		salt := make([]byte, len(Salt{}))
		for i := range salt {
			salt[i] = byte(r.Uint32())
		}
		e.Commit = CommitTo(salt, canonical)
		last[item] = e
		list = append(list, brief.Published{Entry: e, Body: canonical, Salt: salt})
	}
	return list
}

// redactAll takes the texts of an item away and gives the body of the redaction.
func redactAll(t *testing.T, r *rand.Rand, list []brief.Published, by *brief.Entry) map[string]any {
	t.Helper()
	removed := []any{}
	for i := range list {
		p := &list[i]
		if p.Entry.Item != by.Item {
			continue
		}
		p.Body, p.Salt = nil, nil
		p.Removal = &brief.Removal{By: by.Seq, Class: "safety", At: by.At}
		line := map[string]any{"seq": p.Entry.Seq}
		if r.IntN(2) == 0 && p.Entry.Kind != brief.Redact {
			line["replacement"] = randomBody(r, 1)
			raw, err := Canonical(line["replacement"])
			if err != nil {
				t.Fatal(err)
			}
			p.Removal.Replacement = raw
		}
		removed = append(removed, line)
	}
	return map[string]any{"target": by.Item, "class": "safety", "reason": randomText(r), "removed": removed}
}

// flip changes one bit between two places of a text.
func flip(r *rand.Rand, text string, from, to int) written {
	raw := []byte(text)
	raw[from+r.IntN(to-from)] ^= 1 << r.IntN(8)
	if utf8.Valid(raw) {
		return written{Leaf: string(raw), Beside: string(raw)}
	}
	return written{Leaf64: raw, Beside64: raw}
}

// mutations gives what an attacker may do to a record, each as a record of its own; "" is the record as it is.
func mutations(r *rand.Rand, f recordFile) map[string]recordFile {
	all := map[string]recordFile{"": f}
	change := func(name string, edit func(entries []written) []written) {
		changed := f
		changed.Entries = edit(slices.Clone(f.Entries))
		all[name] = changed
	}
	if len(f.Entries) == 0 {
		return all
	}
	i := r.IntN(len(f.Entries))
	change("a bit of a leaf", func(l []written) []written {
		w := flip(r, l[i].Leaf, 0, len(l[i].Leaf))
		l[i].Leaf, l[i].Leaf64 = w.Leaf, w.Leaf64
		return l
	})
	change("the last entry missing", func(l []written) []written { return l[:len(l)-1] })
	if len(f.Entries) > 1 {
		change("two entries in another order", func(l []written) []written {
			j := (i + 1) % len(l)
			l[i], l[j] = l[j], l[i]
			return l
		})
	}
	last := len(f.Entries) - 1 // the last entry always has its text
	beside := f.Entries[last].Beside
	salt := strings.LastIndex(beside, `"salt":"`) + len(`"salt":"`)
	for _, part := range []struct {
		name     string
		from, to int
	}{{"a bit of a body", len(`{"body":`), strings.LastIndex(beside, `,"salt":`)}, {"a bit of a salt", salt, salt + 44}} {
		change(part.name, func(l []written) []written {
			w := flip(r, beside, part.from, part.to)
			l[last].Beside, l[last].Beside64 = w.Beside, w.Beside64
			return l
		})
	}
	return all
}

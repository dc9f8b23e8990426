package relay

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// entryForTest is an entry with a body.
func entryForTest(t testing.TB, seq brief.Seq, body string) Entry {
	t.Helper()
	salt := bytes.Repeat([]byte("s"), 32)
	leaf, err := record.LeafBytes(brief.Entry{V: brief.EntryVersion, Seq: seq, At: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), Briefing: "flood",
		Kind: brief.Publish, Item: "a", Rev: 1, Lang: "en", Role: brief.Editor, Commit: record.CommitTo(salt, []byte(body))})
	if err != nil {
		t.Fatal(err)
	}
	return Entry{Leaf: leaf, Beside: record.Beside{Seq: seq, Body: []byte(body), Salt: salt}}
}

// TestEntryIsReadAsItWasWritten sends one through, and refuses every spelling that is not the one written.
func TestEntryIsReadAsItWasWritten(t *testing.T) {
	e := entryForTest(t, 7, `{"headline":"Bridge shut"}`)
	raw, err := EncodeEntry(e)
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeEntry(raw)
	if err != nil || !bytes.Equal(got.Leaf, e.Leaf) || string(got.Beside.Body) != string(e.Beside.Body) || got.Beside.Seq != 7 {
		t.Fatalf("%+v, %v", got, err)
	}
	other, err := EncodeEntry(entryForTest(t, 8, `{"headline":"Other"}`))
	if err != nil {
		t.Fatal(err)
	}
	leaf, _, _ := strings.Cut(string(raw), "\n")
	_, beside, _ := strings.Cut(string(other), "\n")
	for name, bad := range map[string]string{
		"empty": "", "a leaf alone": leaf, "no leaf": "\n" + beside, "of two entries": leaf + "\n" + beside, "with an end": string(raw) + "\n",
		"with a blank": leaf + " \n" + beside, "cut": string(raw[:len(raw)-3]), "a long leaf": strings.Repeat("x", 3000) + "\n" + beside,
		"zeros": string(make([]byte, 100)), "HTML": "<html>\n</html>",
	} {
		if _, err := DecodeEntry([]byte(bad)); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSubjectsNameOneEntryEach takes ids with dots, and no subject that is spelled in another way.
func TestSubjectsNameOneEntryEach(t *testing.T) {
	for _, id := range []brief.BriefingID{"flood", "a.b", "..", "A-b_9"} {
		got, seq, ok := splitEntry(entrySubject(id, 12))
		if !ok || got != id || seq != 12 || strings.Count(entrySubject(id, 12), ".") != 3 {
			t.Errorf("%q becomes %q, %d, %v by %s", id, got, seq, ok, entrySubject(id, 12))
		}
	}
	for _, subject := range []string{"", "livebrief.entry.flood", "livebrief.entry.flood.x", "livebrief.entry.flood.012", "livebrief.entry.flood.1.2",
		"livebrief.part.flood.1", "livebrief.entry.flood.99999999999999999999", "livebrief.entry.flood.-1"} {
		if id, seq, ok := splitEntry(subject); ok {
			t.Errorf("%q is taken for %q, %d", subject, id, seq)
		}
	}
}

// headForTest is a head whose key fits its origin.
func headForTest(t testing.TB) Head {
	t.Helper()
	_, key, err := record.NewKey(strings.NewReader(strings.Repeat("k", 64)), "news.example/flood")
	if err != nil {
		t.Fatal(err)
	}
	return Head{Briefing: "flood", Name: "flood", Origin: "news.example/flood", Key: key, Size: 9, Hash: HashOf([]byte("checkpoint"))}
}

// TestListOfAStrangerIsHeldToItsForm spoils a list in one place each.
func TestListOfAStrangerIsHeldToItsForm(t *testing.T) {
	good := headForTest(t)
	cut := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	raw, err := EncodeList([]Head{good}, cut)
	if err != nil {
		t.Fatal(err)
	}
	heads, since, err := ParseList(raw)
	if err != nil || len(heads) != 1 || heads[0] != good || !since.Equal(cut) {
		t.Fatalf("%+v, %v, %v", heads, since, err)
	}
	with := func(change func(*Head)) string {
		h := good
		change(&h)
		raw, err := EncodeList([]Head{h}, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	twice, err := EncodeList([]Head{good, good}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"nothing": "", "HTML": "<html>", "another version": `{"v":2,"briefings":[]}`, "a list of lists": `[[]]`, "twice": string(twice),
		"an id that leads out":  with(func(h *Head) { h.Briefing = "../x" }),
		"an id with a star":     with(func(h *Head) { h.Briefing = "*" }),
		"a name that leads out": with(func(h *Head) { h.Name = "../record" }),
		"a key of another":      with(func(h *Head) { h.Origin = "news.example/fire" }),
		"no key":                with(func(h *Head) { h.Key = "" }),
		"no size":               with(func(h *Head) { h.Size = 0 }),
		"a size beyond all":     with(func(h *Head) { h.Size = 1 << 60 }),
		"no hash":               with(func(h *Head) { h.Hash = "" }),
		"too large":             string(raw) + strings.Repeat(" ", maxList),
	} {
		if heads, _, err := ParseList([]byte(bad)); brief.KindOf(err) != brief.KindInvalid || heads != nil {
			t.Errorf("%s: %+v, %v", name, heads, err)
		}
	}
}

// TestWishesOfEdgesAreBounded takes no wish that makes no sense.
func TestWishesOfEdgesAreBounded(t *testing.T) {
	if w, ok := parseWant([]byte(`{"from":3,"to":9}`)); !ok || w.From != 3 || w.To != 9 {
		t.Errorf("%+v, %v", w, ok)
	}
	for _, bad := range []string{"", "{}", `{"from":0,"to":9}`, `{"from":9,"to":3}`, `{"from":1,"to":9223372036854775807}`, `{"from":1e300,"to":2}`, strings.Repeat("[", 10_000)} {
		if w, ok := parseWant([]byte(bad)); ok {
			t.Errorf("%.40q is taken for %+v", bad, w)
		}
	}
}

// FuzzMessages hands everything that comes from outside to its reader: nothing panics, and what is taken writes back to
// the same bytes.
func FuzzMessages(f *testing.F) {
	raw, err := EncodeEntry(entryForTest(f, 7, `{"headline":"Bridge shut"}`))
	if err != nil {
		f.Fatal(err)
	}
	list, err := EncodeList([]Head{headForTest(f)}, time.Unix(1, 0))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{raw, list, []byte(`{"from":1,"to":2}`), []byte("livebrief.entry.a%b.7"), []byte("\n")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if e, err := DecodeEntry(raw); err == nil {
			again, err := EncodeEntry(e)
			if err != nil || !bytes.Equal(again, raw) {
				t.Errorf("%q is written back as %q, %v", raw, again, err)
			}
		}
		if heads, _, err := ParseList(raw); err == nil {
			for _, h := range heads {
				if h.check() != nil || strings.ContainsAny(token(h.Briefing), ".*> ") {
					t.Errorf("the list is taken with %+v", h)
				}
			}
		}
		if m, err := decodeHead(raw); err == nil && m.Hash != HashOf([]byte(m.Checkpoint)) {
			t.Errorf("a head is taken that does not name its checkpoint: %+v", m)
		}
		parseWant(raw)
		if id, seq, ok := splitEntry(string(raw)); ok && entrySubject(id, seq) != string(raw) {
			t.Errorf("the subject %q is taken for %q, %d", raw, id, seq)
		}
		if n, err := parts(string(raw)); err == nil && (n < 1 || n > maxParts) {
			t.Errorf("%q is taken for %d parts", raw, n)
		}
	})
}

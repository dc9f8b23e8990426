package mirror

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// memory is a copy in memory, as quick to damage as to read.
type memory map[string]string

func (m memory) List() (paths []string, faults []Fault, listed bool, err error) {
	for name := range m {
		paths = append(paths, name)
	}
	slices.Sort(paths)
	return paths, nil, true, nil
}

func (m memory) Read(path string, limit int64) ([]byte, error) {
	body, ok := m[path]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return []byte(body[:min(len(body), int(limit)+1)]), nil
}

// put makes memory a sink.
func (m memory) put(path string, body []byte) error            { m[path] = string(body); return nil }
func (m memory) has(path string, since brief.Seq) (File, bool) { return File{}, false }

func inMemory(t testing.TB, e *Edition) memory {
	t.Helper()
	m := memory{}
	if _, err := export(e, func(*folded, []planned) (sink, error) { return m, nil }); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m memory) clone() memory {
	c := memory{}
	for name, body := range m {
		c[name] = body
	}
	return c
}

func verify(t testing.TB, c Copy, o Options) *Result {
	t.Helper()
	r, err := Verify(context.Background(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// wants checks verdict and culprit.
func wants(t *testing.T, r *Result, want Verdict, culprit string) {
	t.Helper()
	if r.Verdict() != want {
		t.Errorf("the verdict is %s, not %s: %v", r.Verdict(), want, r.Faults)
	}
	for _, f := range r.Faults {
		if f.Verdict == want && f.Where == culprit {
			return
		}
	}
	if culprit != "" {
		t.Errorf("%s is not named: %v", culprit, r.Faults)
	}
}

func TestWhatWasExportedIsIntact(t *testing.T) {
	p := war(t)
	e := p.edition(0)
	dir := t.TempDir()
	if _, _, err := WriteFolder(dir, e); err != nil {
		t.Fatal(err)
	}
	folder, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	zipped := p.zip(e)
	files := inMemory(t, e)
	site := NewSite(func(path string) (io.ReadCloser, error) {
		body, ok := files[path]
		if !ok {
			return nil, fs.ErrNotExist
		}
		return io.NopCloser(strings.NewReader(body)), nil
	})
	for name, c := range map[string]Copy{"folder": folder, "zip": OpenZip(bytes.NewReader(zipped), int64(len(zipped)), Limits{}), "site": site} {
		r := verify(t, c, Options{Key: p.key})
		wants(t, r, Intact, "")
		if r.Edition != brief.Seq(len(e.Entries)) || r.KnownBy != "key" || r.Files != len(files) {
			t.Errorf("%s: %+v", name, r)
		}
		if want := []Gone{{7, 32, "safety"}, {8, 33, "safety"}}; !slices.Equal(r.Removed, want) {
			t.Errorf("%s: removed openly: %v, not %v", name, r.Removed, want)
		}
	}
}

func TestEveryFlippedBitOfTheHeadsIsRefused(t *testing.T) {
	p := warUntil(t)
	whole := inMemory(t, p.edition(2))
	for _, name := range []string{checkpointPath, manifestPath, keyPath} {
		body := whole[name]
		bad := whole.clone()
		for bit := range 8 * len(body) {
			if name == manifestPath && testing.Short() && bit%7 != 0 {
				continue
			}
			flipped := []byte(body)
			flipped[bit/8] ^= 1 << (bit % 8)
			bad[name] = string(flipped)
			r := verify(t, bad, Options{})
			if v := r.Verdict(); v != Tampered {
				t.Fatalf("bit %d of %s is flipped, and the copy is %s", bit, name, v)
			}
			if r.Faults[0].Where != name && r.Faults[0].Where != manifestPath {
				t.Fatalf("bit %d of %s is flipped, and %v is named", bit, name, r.Faults)
			}
		}
	}
}

func TestFlippedBitsElsewhereAreRefused(t *testing.T) {
	p := war(t)
	whole := inMemory(t, p.edition(0))
	var names []string
	for name := range whole {
		names = append(names, name)
	}
	slices.Sort(names)
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		name := names[random.IntN(len(names))]
		flipped := []byte(whole[name])
		bit := random.IntN(8 * len(flipped))
		flipped[bit/8] ^= 1 << (bit % 8)
		bad := whole.clone()
		bad[name] = string(flipped)
		r := verify(t, bad, Options{Key: p.key})
		if r.Verdict() != Tampered || len(r.Faults) == 0 {
			t.Fatalf("bit %d of %s is flipped, and the copy is %s", bit, name, r.Verdict())
		}
		if where := r.Faults[0].Where; where != name && name != keyPath {
			t.Fatalf("bit %d of %s is flipped, and %s is named", bit, name, where)
		}
	}
}

func TestFlippedBitsOfAZipAreRefused(t *testing.T) {
	p := war(t)
	whole := p.zip(p.edition(0))
	random := rand.New(rand.NewPCG(3, 4))
	// The last kilobytes are the directory, which few random bits would meet.
	for i := range 600 {
		bit := random.IntN(8 * len(whole))
		if i%2 == 0 {
			bit = 8*len(whole) - 1 - random.IntN(8*8000)
		}
		flipped := bytes.Clone(whole)
		flipped[bit/8] ^= 1 << (bit % 8)
		r := verify(t, OpenZip(bytes.NewReader(flipped), int64(len(flipped)), Limits{}), Options{Key: p.key})
		if v := r.Verdict(); v != Tampered && v != Incomplete {
			t.Fatalf("bit %d of the zip is flipped, and it is %s", bit, v)
		}
	}
}

// resigned is a copy that somebody else edited and signed anew.
func resigned(t *testing.T) memory {
	p := newPress(t, "news.example/war", 9)
	honest := war(t)
	for _, e := range honest.entries {
		if e.Entry.Item == "item02" {
			p.add(e.Entry.Kind, e.Entry.Item, dev("A forged headline", "home"))
			continue
		}
		if e.Removal == nil && e.Entry.Kind != brief.Redact {
			p.add(e.Entry.Kind, e.Entry.Item, e.Body)
		}
	}
	return inMemory(t, p.edition(0))
}

func TestNamedAttacksOnFiles(t *testing.T) {
	p := war(t)
	p.step = 0
	yesterday := inMemory(t, p.edition(len(p.entries)))
	whole := func() memory { return yesterday.clone() }
	pins := func(r *Result) Pins { return Pins{r.Origin: r.Pin()} }
	seen := verify(t, yesterday, Options{Key: p.key})
	p.add(brief.Publish, "newest", dev("The newest", "home"))
	today := inMemory(t, p.edition(0))
	seenToday := verify(t, today, Options{Key: p.key})
	other := resigned(t)
	size := len(p.entries) - 1
	bundle := "record/" + record.TilePath(record.EntriesLevel, 0, size)
	bodies := "record/" + record.BodiesPath(0, size)
	edit := func(name, old, fresh string) memory {
		m := whole()
		if !strings.Contains(m[name], old) {
			t.Fatalf("%s does not hold %q", name, old)
		}
		m[name] = strings.Replace(m[name], old, fresh, 1)
		return m
	}
	with := func(change func(memory)) memory { m := whole(); change(m); return m }
	key := Options{Key: p.key}
	cases := []struct {
		name    string
		copy    memory
		ask     Options
		want    Verdict
		culprit string
	}{
		{"nothing", whole(), key, Intact, ""},
		{"nothing, by the printed fingerprint", whole(), Options{Key: strings.ToUpper(seen.Fingerprint)}, Intact, ""},
		{"nothing, publisher unknown", whole(), Options{}, Unknown, keyPath},
		{"nothing, seen for the first time", whole(), Options{Pins: Pins{}}, Intact, ""},
		{"nothing, pinned", whole(), Options{Pins: pins(seen)}, Intact, ""},
		{"grown since it was pinned", today, Options{Pins: pins(seen)}, Intact, ""},
		{"one word changed", edit("p/item02.html", "number 2", "number 9"), key, Tampered, "p/item02.html"},
		{"edited and re-signed with another key", other, key, Unknown, keyPath},
		{"edited and re-signed, nothing known", other, Options{}, Unknown, keyPath},
		{"edited and re-signed, the true key pinned", other, Options{Pins: pins(seen)}, Unknown, keyPath},
		{"another key put in", with(func(m memory) { m[keyPath] = other[keyPath] }), key, Tampered, manifestPath},
		{"another manifest put in", with(func(m memory) { m[manifestPath] = other[manifestPath] }), key, Tampered, manifestPath},
		{"another checkpoint put in", with(func(m memory) { m[checkpointPath] = other[checkpointPath] }), key, Tampered, checkpointPath},
		{"today's checkpoint on yesterday's copy", with(func(m memory) { m[checkpointPath] = today[checkpointPath] }), key, Tampered, manifestPath},
		{"rolled back to yesterday, pinned today", whole(), Options{Key: p.key, Pins: pins(seenToday)}, Stale, checkpointPath},
		{"rolled back to yesterday, more asked for", whole(), Options{Key: p.key, MinSize: int64(size) + 1}, Stale, checkpointPath},
		{"rolled back to yesterday, too old", whole(), Options{Key: p.key, MaxAge: time.Hour, Now: seen.At.Add(2 * time.Hour)}, Stale, checkpointPath},
		{"young enough", whole(), Options{Key: p.key, MaxAge: 3 * time.Hour, Now: seen.At.Add(2 * time.Hour)}, Intact, ""},
		{"stale comes before unknown", whole(), Options{MinSize: int64(size) + 1}, Stale, checkpointPath},
		{"another record of the same key and name", whole(), Options{Pins: Pins{seen.Origin: {Origin: seen.Origin, Key: p.key, Size: 5, Root: seen.Pin().Root}}}, Stale, checkpointPath},
		{"newest entry dropped", with(func(m memory) { m[bundle] = dropLast(t, m[bundle]) }), key, Tampered, bundle},
		{"newest text dropped", with(func(m memory) { m[bodies] = m[bodies][:strings.LastIndex(m[bodies][:len(m[bodies])-1], "\n")+1] }), key, Tampered, bodies},
		{"two bodies swapped", with(func(m memory) { m[bodies] = swapBodies(m[bodies], 2, 3) }), key, Tampered, bodies},
		{"two pages swapped", with(func(m memory) { m["p/item02.html"], m["p/item03.html"] = m["p/item03.html"], m["p/item02.html"] }), key, Tampered, "p/item03.html"},
		{"a page taken away", with(func(m memory) { delete(m, "p/item02.html") }), key, Incomplete, "p/item02.html"},
		{"the entries taken away", with(func(m memory) { delete(m, bundle) }), key, Incomplete, bundle},
		{"the manifest taken away", with(func(m memory) { delete(m, manifestPath) }), key, Incomplete, manifestPath},
		{"the key taken away", with(func(m memory) { delete(m, keyPath) }), key, Incomplete, keyPath},
		{"one page changed, one taken away", with(func(m memory) { delete(m, "p/item02.html"); m["lite.html"] += " " }), key, Tampered, "lite.html"},
		{"an extra file", with(func(m memory) { m["p/item99.html"] = "An item that nobody published." }), key, Tampered, "p/item99.html"},
		{"a look-alike name", with(func(m memory) { m["p/іtem02.html"] = "With a Cyrillic letter." }), key, Tampered, "p/іtem02.html"},
		{"a name in other case", with(func(m memory) { m["INDEX.html"] = m["index.html"] }), key, Tampered, "INDEX.html"},
		{"a hidden file", with(func(m memory) { m[".htaccess"] = "Redirect" }), key, Tampered, ".htaccess"},
		{"a path that escapes", with(func(m memory) { m["../index.html"] = "Elsewhere." }), key, Tampered, "../index.html"},
		{"the manifest names its file twice", edit(manifestPath, "files ", "files 0"), key, Tampered, manifestPath},
		{"a line added to the manifest", with(func(m memory) { m[manifestPath] += "— stranger AAAAAAAA\n" }), key, Tampered, manifestPath},
		{"spare bits of the signature", with(func(m memory) { m[manifestPath] = spare(t, m[manifestPath]) }), key, Tampered, manifestPath},
		{"spare bits of the checkpoint's signature", with(func(m memory) { m[checkpointPath] = spare(t, m[checkpointPath]) }), key, Tampered, checkpointPath},
		{"blanks round the key", with(func(m memory) { m[keyPath] = " " + m[keyPath] }), key, Tampered, keyPath},
		{"the key in another spelling", with(func(m memory) { m[keyPath] = upperID(m[keyPath]) }), key, Tampered, keyPath},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { wants(t, verify(t, c.copy, c.ask), c.want, c.culprit) })
	}
}

func dropLast(t *testing.T, bundle string) string {
	leaves, err := record.ParseEntryBundle([]byte(bundle))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := record.EntryBundle(leaves[:len(leaves)-1])
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func swapBodies(raw string, a, b int) string {
	lines := strings.Split(raw, "\n")
	seq := func(n int) string { return fmt.Sprintf(`"seq":%d}`, n+1) }
	lines[a], lines[b] = strings.Replace(lines[b], seq(b), seq(a), 1), strings.Replace(lines[a], seq(a), seq(b), 1)
	return strings.Join(lines, "\n")
}

// spare sets a spare bit of the base 64 at the end of a signed note: the same bytes in another spelling.
func spare(t *testing.T, msg string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	text := strings.TrimSuffix(msg, "\n")
	bare := strings.TrimRight(text, "=")
	pads := len(text) - len(bare)
	last := strings.IndexByte(alphabet, bare[len(bare)-1])
	out := bare[:len(bare)-1] + string(alphabet[last|1]) + strings.Repeat("=", pads)
	at := strings.LastIndexByte(out, ' ') + 1
	a, err1 := base64.StdEncoding.DecodeString(text[at:])
	b, err2 := base64.StdEncoding.DecodeString(out[at:])
	if err1 != nil || err2 != nil || !bytes.Equal(a, b) || out == text {
		t.Fatal("that is no other spelling")
	}
	return out + "\n"
}

// upperID writes the key's hexadecimal id in capitals, which the library takes for the same.
func upperID(key string) string {
	parts := strings.SplitN(key, "+", 3)
	return parts[0] + "+" + strings.ToUpper(parts[1]) + "+" + parts[2]
}

// A publisher whose program is wrong, or whose key is stolen, signs a manifest over a record that does not hold.
func TestSignedNonsenseIsRefused(t *testing.T) {
	cases := map[string]struct {
		change  func(p *press)
		culprit string
	}{
		"two texts swapped": {func(p *press) {
			a, b := &p.entries[2], &p.entries[3]
			a.Body, b.Body, a.Salt, b.Salt = b.Body, a.Body, b.Salt, a.Salt
		}, "entry 3"},
		"a text changed": {func(p *press) {
			p.entries[4].Body = []byte(strings.Replace(string(p.entries[4].Body), "number 3", "number 4", 1))
		}, "entry 5"},
		"a removal that no entry ordered": {func(p *press) {
			e := &p.entries[10]
			e.Body, e.Salt, e.Removal = nil, nil, &brief.Removal{By: 33, Class: "safety", At: p.entries[32].Entry.At}
		}, "entry 11"},
		"a removal for another reason":          {func(p *press) { p.entries[6].Removal.Class = "law" }, "entry 7"},
		"a removal by an entry of another kind": {func(p *press) { p.entries[6].Removal.By = 31 }, "entry 7"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			p := war(t)
			c.change(p)
			r := verify(t, inMemory(t, p.edition(0)), Options{Key: p.key})
			wants(t, r, Tampered, wholeRecord)
			if !strings.Contains(r.Faults[0].What+" ", c.culprit+" ") {
				t.Errorf("%s is not named: %v", c.culprit, r.Faults)
			}
		})
	}
	p := war(t)
	p.entries[10].Body, p.entries[10].Salt = nil, nil
	m := memory{}
	if _, err := export(p.edition(0), func(*folded, []planned) (sink, error) { return m, nil }); err == nil {
		wants(t, verify(t, m, Options{Key: p.key}), Incomplete, wholeRecord)
	}
}

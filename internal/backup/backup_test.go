package backup

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// small writes a backup of two tables.
func small(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := NewWriter(&out, Header{Schema: 1, MadeAt: noon, Program: "1.2.3"})
	steps := []error{err,
		w.Table(Table{"entries", []Column{{"seq", Int}, {"kind", Text}, {"leaf", Bytes}}}),
		w.Row([]any{int64(1), "publish", []byte(`{"text":"<Zażółć> & é"}`)}),
		w.Row([]any{int64(-1 << 63), "", []byte{0, 255, 128}}),
		w.Row([]any{int64(1<<63 - 1), "a\nb\x00", []byte{}}),
		w.Table(Table{"people", []Column{{"id", Text}}}),
		w.Close()}
	if err := errors.Join(steps...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read reads a backup to its end: a line for each table and row.
func read(raw io.Reader) (list []string, err error) {
	r, err := NewReader(raw)
	if err != nil {
		return nil, err
	}
	list = append(list, fmt.Sprint(r.Header()))
	for {
		table, err := r.Table()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return list, err
		}
		list = append(list, fmt.Sprint(table))
		for {
			row, err := r.Row()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return list, err
			}
			list = append(list, fmt.Sprintf("%#v", row))
		}
	}
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	raw := small(t)
	want := []string{
		"{1 2026-03-01 12:00:00 +0000 UTC 1.2.3}",
		"{entries [{seq int} {kind text} {leaf bytes}]}",
		`[]interface {}{1, "publish", []uint8{0x7b, 0x22, 0x74, 0x65, 0x78, 0x74, 0x22, 0x3a, 0x22, 0x3c, 0x5a, 0x61, 0xc5, 0xbc, 0xc3, 0xb3, 0xc5, 0x82, 0xc4, 0x87, 0x3e, 0x20, 0x26, 0x20, 0xc3, 0xa9, 0x22, 0x7d}}`,
		`[]interface {}{-9223372036854775808, "", []uint8{0x0, 0xff, 0x80}}`,
		`[]interface {}{9223372036854775807, "a\nb\x00", []uint8{}}`,
		"{people [{id text}]}",
	}
	for name, r := range map[string]io.Reader{"whole": bytes.NewReader(raw), "byte by byte": oneByte{bytes.NewReader(raw)}} {
		got, err := read(r)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n%s", name, err, strings.Join(got, "\n"))
		}
	}
}

type oneByte struct{ r io.Reader }

func (o oneByte) Read(p []byte) (int, error) { return o.r.Read(p[:min(len(p), 1)]) }

// TestTheFormIsTheOneThatIsDescribed takes a backup apart with nothing of this package.
func TestTheFormIsTheOneThatIsDescribed(t *testing.T) {
	raw := small(t)
	head, rest, _ := bytes.Cut(raw, []byte("\n"))
	if string(head) != "livebrief backup 1" {
		t.Errorf("the first line is %q", head)
	}
	packed, last := rest[:len(rest)-72], string(rest[len(rest)-72:])
	if want := fmt.Sprintf("sha256 %x\n", sha256.Sum256(raw[:len(raw)-72])); last != want {
		t.Errorf("the last line is %q, want %q", last, want)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := io.ReadAll(r)
	want := `{"schema":1,"made_at":"2026-03-01T12:00:00Z","program":"1.2.3"}
{"table":"entries","columns":[{"name":"seq","kind":"int"},{"name":"kind","kind":"text"},{"name":"leaf","kind":"bytes"}]}
[1,"publish","{\"text\":\"<Zażółć> & é\"}"]
[-9223372036854775808,"",["AP+A"]]
[9223372036854775807,"a\nb\u0000",""]
{"table":"people","columns":[{"name":"id","kind":"text"}]}
{"end":{"entries":3,"people":0}}
`
	if err != nil || string(lines) != want {
		t.Errorf("%v\n%s", err, lines)
	}
}

func TestEveryFlippedBitIsNoticed(t *testing.T) {
	raw := small(t)
	for i := range raw {
		for bit := range 8 {
			bad := bytes.Clone(raw)
			bad[i] ^= 1 << bit
			if _, err := read(bytes.NewReader(bad)); brief.KindOf(err) != brief.KindInvalid {
				t.Errorf("bit %d of byte %d of %d: %v", bit, i, len(raw), err)
			}
		}
	}
}

func TestEveryCutAndEveryByteMoreIsNoticed(t *testing.T) {
	raw := small(t)
	for n := range raw {
		if _, err := read(bytes.NewReader(raw[:n])); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("cut to %d of %d bytes: %v", n, len(raw), err)
		}
	}
	if _, err := read(bytes.NewReader(append(bytes.Clone(raw), '\n'))); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("with a byte more: %v", err)
	}
	if _, err := read(bytes.NewReader(append(bytes.Clone(raw), raw...))); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("twice: %v", err)
	}
}

// signed closes lines as a backup, with the right SHA-256.
func signed(lines string) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	io.WriteString(w, lines)
	w.Close()
	raw := append([]byte("livebrief backup 1\n"), packed.Bytes()...)
	return fmt.Appendf(raw, "sha256 %x\n", sha256.Sum256(raw))
}

func TestWhatIsNoBackupIsSaidInWords(t *testing.T) {
	const head = `{"schema":1,"made_at":"2026-03-01T12:00:00Z","program":""}` + "\n"
	const table = `{"table":"people","columns":[{"name":"id","kind":"text"}]}` + "\n"
	for name, c := range map[string]struct {
		raw  []byte
		says string
	}{
		"nothing":           {nil, "not a backup"},
		"a zip":             {[]byte("PK\x03\x04" + strings.Repeat("x", 200)), "not a backup"},
		"a line of a novel": {[]byte(strings.Repeat("a", 1<<20)), "not a backup"},
		"newer":             {[]byte("livebrief backup 2\n" + strings.Repeat("x", 200)), "newer livebrief (form 2, this one reads 1)"},
		"spelled oddly":     {[]byte("livebrief backup 01\n" + strings.Repeat("x", 200)), "damaged"},
		"no header":         {signed("\n"), "damaged"},
		"no end":            {signed(head + table), "ends too early"},
		"fewer rows":        {signed(head + table + `{"end":{"people":1}}` + "\n"), "other rows"},
		"a table twice":     {signed(head + table + table + `{"end":{"people":0}}` + "\n"), "twice"},
		"row of another":    {signed(head + table + "[1]\n" + `{"end":{"people":1}}` + "\n"), "in the table people, behind 0 rows"},
		"row too long":      {signed(head + table + `["a","b"]` + "\n" + `{"end":{"people":1}}` + "\n"), "in the table people"},
		"row of no table":   {signed(head + "[]\n" + `{"end":{}}` + "\n"), "damaged"},
		"behind the end":    {signed(head + `{"end":{}}` + "\nx\n"), "behind its end"},
		"null":              {signed(head + table + "[null]\n" + `{"end":{"people":1}}` + "\n"), "in the table people"},
	} {
		_, err := read(bytes.NewReader(c.raw))
		if brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

// TestFailureOfTheDiskIsNoDamage hands on what the reader below said.
func TestFailureOfTheDiskIsNoDamage(t *testing.T) {
	raw := small(t)
	broken := errors.New("the disk is gone")
	for n := range raw {
		if _, err := read(io.MultiReader(bytes.NewReader(raw[:n]), failing{broken})); !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestRowThatDoesNotFitIsNotWritten(t *testing.T) {
	w, err := NewWriter(io.Discard, Header{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Table(Table{"people", []Column{{"id", Text}}}); err != nil {
		t.Fatal(err)
	}
	for _, row := range [][]any{{}, {"a", "b"}, {int64(1)}, {[]byte("a")}, {nil}, {1}, {"\xff"}} {
		if w.Row(row) == nil {
			t.Errorf("%#v was written", row)
		}
	}
}

func FuzzReadBackup(f *testing.F) {
	f.Add(small(f))
	f.Add([]byte("livebrief backup 1\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := read(bytes.NewReader(raw)); err != nil && brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%v", err)
		}
		// The same as lines of a backup whose SHA-256 is right.
		if _, err := read(bytes.NewReader(signed(string(raw)))); err != nil && brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("as lines: %v", err)
		}
	})
}

package measure

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// The halves of a set: rules are written with the first in view, the second is only scored. All is both.
const (
	Development = "development"
	Test        = "test"
	All         = "all"
)

// Entry is one document of a folder.
type Entry struct {
	File      string
	Published time.Time
	Half      string
	// Sets are what it was annotated for: statements, dates.
	Sets []string
}

// Index reads index.tsv: a line of names, then one line for each document. It uses file, published, half and sets;
// only file must be there. It refuses, as brief.Invalid, a half or a day that it does not know.
func Index(raw []byte) ([]Entry, error) {
	if !utf8.Valid(raw) {
		return nil, brief.Invalid("index.tsv is not UTF-8", "convert it")
	}
	var out []Entry
	var names []string
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(string(raw), "\ufeff")) {
		n++
		fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if names == nil {
			names = fields
			continue
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		e, err := entry(names, fields)
		if err != nil {
			return nil, brief.Invalid(fmt.Sprintf("index.tsv, line %d: %v", n, err), "mend that line")
		}
		out = append(out, e)
	}
	if len(out) == 0 {
		return nil, brief.Invalid("index.tsv lists no document", "name the columns in its first line, and a document in each other one")
	}
	return out, nil
}

func entry(names, fields []string) (Entry, error) {
	at := map[string]string{}
	for i, name := range names {
		if i < len(fields) {
			at[name] = strings.TrimSpace(fields[i])
		}
	}
	e := Entry{File: at["file"], Half: at["half"]}
	if e.File == "" || strings.ContainsAny(e.File, `/\`) {
		return e, fmt.Errorf("%q is no name of a file in the folder", e.File)
	}
	if e.Half != "" && e.Half != Development && e.Half != Test {
		return e, fmt.Errorf("the half %q is neither development nor test", e.Half)
	}
	if at["sets"] != "" {
		e.Sets = strings.Split(at["sets"], ",")
	}
	if day := at["published"]; day != "" {
		var err error
		if e.Published, err = Day(day); err != nil {
			return e, err
		}
	}
	return e, nil
}

// Halve gives a half to documents of which none has one, by nothing but the names of their files: in the order of
// their SHA-256 every second one is for tests.
func Halve(entries []Entry) []Entry {
	if slices.ContainsFunc(entries, func(e Entry) bool { return e.Half != "" }) {
		return entries
	}
	out := slices.Clone(entries)
	slices.SortFunc(out, func(a, b Entry) int { return cmp.Compare(hash(a.File), hash(b.File)) })
	for i := range out {
		out[i].Half = Development
		if i%2 == 1 {
			out[i].Half = Test
		}
	}
	slices.SortFunc(out, func(a, b Entry) int { return cmp.Compare(a.File, b.File) })
	return out
}

func hash(name string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(name))) }

// Of keeps the documents of a half and a set. A document without sets is in all of them.
func Of(entries []Entry, half, set string) []Entry {
	var out []Entry
	for _, e := range entries {
		if (half == All || e.Half == half) && (len(e.Sets) == 0 || slices.Contains(e.Sets, set)) {
			out = append(out, e)
		}
	}
	return out
}

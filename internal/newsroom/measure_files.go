package newsroom

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/measure"
)

// noteFiles is one text of a folder with the files of its notes.
type noteFiles struct {
	name       string // of the text: ID.txt, or ID.tml that has its notes within
	published  time.Time
	raw        []byte
	notesName  string
	notes      []byte
	second     []byte // of the second person, nil where there is none
	secondName string
}

// readNotes reads a folder: what index.tsv lists for this kind, or where there is no index every text that has notes,
// halved by the names of the files. The suffixes of the notes are tried in their order.
func readNotes(flags measured, kind string, suffixes []string) ([]noteFiles, error) {
	entries, listed, err := listTexts(flags.Dir)
	if err != nil {
		return nil, err
	}
	kept := entries[:0]
	for _, e := range entries {
		if listed || filepath.Ext(e.File) == ".tml" && kind == "dates" || notesOf(flags.Dir, e.File, suffixes) != "" {
			kept = append(kept, e)
		}
	}
	entries = measure.Of(measure.Halve(kept), flags.Half, kind)
	if len(entries) == 0 {
		return nil, brief.Invalid("the folder "+flags.Dir+" has no "+kind+" to score (half: "+flags.Half+")",
			"put texts as ID.txt with notes as ID"+suffixes[0]+" there, or take --half all")
	}
	var out []noteFiles
	for _, e := range entries {
		f, err := readNoteFiles(flags, e, suffixes)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// listTexts gives the documents of index.tsv, or the text files of a folder that has none.
func listTexts(dir string) (entries []measure.Entry, listed bool, err error) {
	index := filepath.Join(dir, "index.tsv")
	if _, err := os.Stat(index); err == nil {
		raw, err := readInput(index, nil)
		if err != nil {
			return nil, false, err
		}
		entries, err = measure.Index(raw)
		return entries, true, err
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, false, brief.Invalid("the folder "+dir+" cannot be read ("+rootCause(err).Error()+")", "check the path")
	}
	for _, f := range files {
		if ext := filepath.Ext(f.Name()); !f.IsDir() && (ext == ".txt" || ext == ".tml") {
			entries = append(entries, measure.Entry{File: f.Name()})
		}
	}
	return entries, false, nil
}

// notesOf finds the file of notes of a text, empty when there is none.
func notesOf(dir, file string, suffixes []string) string {
	for _, suffix := range suffixes {
		name := strings.TrimSuffix(file, filepath.Ext(file)) + suffix
		if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			return name
		}
	}
	return ""
}

// readNoteFiles reads one text with its notes, and those of the second person when they are asked for.
func readNoteFiles(flags measured, e measure.Entry, suffixes []string) (f noteFiles, err error) {
	f.name, f.published = e.File, e.Published
	if f.published.IsZero() && !flags.Published.IsZero() {
		f.published = flags.Published.Add(12 * time.Hour)
	}
	if f.raw, err = readInput(filepath.Join(flags.Dir, e.File), nil); err != nil || filepath.Ext(e.File) == ".tml" {
		return f, err
	}
	if f.notesName = notesOf(flags.Dir, e.File, suffixes); f.notesName == "" {
		return f, brief.Invalid("index.tsv lists "+e.File+", which has no notes", "add them, or take the text out of that set")
	}
	if f.notes, err = readNoteFile(filepath.Join(flags.Dir, f.notesName)); err != nil {
		return f, err
	}
	second := filepath.Join(flags.Dir, "second")
	if name := notesOf(second, e.File, suffixes); flags.Second && name != "" {
		f.secondName = "second/" + name
		f.second, err = readNoteFile(filepath.Join(second, name))
	}
	return f, err
}

// readNoteFile reads notes, of which there may be none at all: an empty file says that a person looked.
func readNoteFile(name string) ([]byte, error) {
	if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return []byte{}, nil
	}
	return readInput(name, nil)
}

// text takes the text itself, which must have a day of publication for relative dates to mean anything.
func (f noteFiles) text() (measure.Text, error) {
	t, err := measure.NewText(f.name, f.raw, f.published)
	if err == nil && t.Published.IsZero() {
		err = brief.Invalid("nothing says when "+f.name+" was published", "say it with --published, in index.tsv, or in a date line of its own")
	}
	return t, err
}

// datedText reads the times that are noted in one text.
func datedText(f noteFiles) (measure.DatedText, error) {
	if filepath.Ext(f.name) == ".tml" {
		d, err := measure.TimeML(f.name, f.raw)
		if d.Published.IsZero() {
			d.Published = f.published
		}
		return d, err
	}
	t, err := f.text()
	if err != nil {
		return measure.DatedText{}, err
	}
	d := measure.DatedText{Text: t, HasSecond: f.second != nil}
	if d.Noted, err = t.Dates(f.notesName, f.notes); err == nil && d.HasSecond {
		d.Second, err = t.Dates(f.secondName, f.second)
	}
	return d, err
}

// quotedText reads the statements that are noted in one text.
func quotedText(f noteFiles) (measure.QuotedText, error) {
	t, err := f.text()
	if err != nil {
		return measure.QuotedText{}, err
	}
	q := measure.QuotedText{Text: t, HasSecond: f.second != nil}
	if q.Noted, err = t.Statements(f.notesName, f.notes); err == nil && q.HasSecond {
		q.Second, err = t.Statements(f.secondName, f.second)
	}
	return q, err
}

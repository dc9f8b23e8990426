package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"livebrief/internal/brief"
)

// saveAgain is what to do about a workbook that is broken.
const saveAgain = "open it in a spreadsheet program, save it again as .xlsx or .csv, and hand that in"

// archive is the zip file that a workbook is.
type archive struct {
	name  string
	parts map[string]*zip.File
}

// openArchive opens the zip file and refuses what no workbook needs, before anything is unpacked. The sizes are those that the
// file tells of itself; a part that unpacks to more than it told is an error when it is read.
func openArchive(name string, raw []byte) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, brief.Invalid(fmt.Sprintf("%s begins like a workbook and cannot be opened: %v", name, err), "download it again, or "+saveAgain)
	}
	if len(z.File) > MaxParts {
		return nil, brief.Invalid(fmt.Sprintf("%s has %d parts; the limit is %d", name, len(z.File), MaxParts), saveAgain)
	}
	a := &archive{name: name, parts: map[string]*zip.File{}}
	var total uint64
	for _, f := range z.File {
		if total += f.UncompressedSize64; total > MaxUnzipped || f.UncompressedSize64 > MaxUnzipped {
			return nil, brief.Invalid(fmt.Sprintf("%s unpacks to more than %d MB, which is the limit", name, MaxUnzipped>>20),
				"keep only the sheet and the rows that you need, or save that sheet as CSV")
		}
		if f.Flags&1 != 0 {
			return nil, brief.Invalid(name+" is locked with a password", "save it without a password")
		}
		key := partKey(f.Name)
		if a.parts[key] != nil {
			return nil, brief.Invalid(fmt.Sprintf("%s holds its part %s twice", name, key), saveAgain)
		}
		a.parts[key] = f
	}
	return a, nil
}

// partKey brings the name of a part to one form: names differ by case and slashes between programs (ECMA-376 part 2, 6.3.5).
func partKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, "\\", "/")), "/"))
}

// maxPiece is the most of a part that may stand between two tags, and maxDepth how deep tags may be nested; both keep a part that
// is one endless text or tag out of memory.
const (
	maxPiece = 1 << 20
	maxDepth = 100
)

var (
	errPiece = errors.New("it holds a text of more than 1 MB")
	errDepth = errors.New("its tags are nested too deeply")
)

// guard lets only so much through until the next token is asked for.
type guard struct {
	r    io.Reader
	left int
}

func (g *guard) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, errPiece
	}
	n, err := g.r.Read(p)
	g.left -= n
	return n, err
}

// walker goes through the XML of a part.
type walker struct {
	d     *xml.Decoder
	g     *guard
	depth int
	text  []byte // the text of the element that value reads
}

// element is a start tag.
type element struct {
	name  string
	attrs []xml.Attr
}

// attr gives an attribute whatever its namespace, empty where it is missing.
func (e *element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// walk opens a part and lets do go through it, which it must to the end: there the checksum is compared.
func (a *archive) walk(part string, do func(*walker) error) error {
	f := a.parts[part]
	if f == nil {
		return brief.Invalid(fmt.Sprintf("%s is damaged: its part %s is missing", a.name, part), saveAgain)
	}
	r, err := f.Open()
	if err != nil {
		return a.damaged(part, err)
	}
	defer func() { _ = r.Close() }()
	w := &walker{g: &guard{r: r}}
	w.d = xml.NewDecoder(w.g)
	err = do(w)
	var told *brief.Error
	if err == nil || errors.As(err, &told) {
		return err
	}
	return a.damaged(part, err)
}

// damaged says that a part cannot be read.
func (a *archive) damaged(part string, err error) error {
	return brief.Invalid(fmt.Sprintf("%s is damaged in its part %s: %v", a.name, part, err), saveAgain)
}

// next gives the next token; io.EOF at the end of the part, and another error where the part ends within an element.
func (w *walker) next() (xml.Token, error) {
	w.g.left = maxPiece
	token, err := w.d.Token()
	if err != nil {
		return nil, err
	}
	switch token.(type) {
	case xml.StartElement:
		if w.depth++; w.depth > maxDepth {
			return nil, errDepth
		}
	case xml.EndElement:
		w.depth--
	}
	return token, nil
}

// each calls do for every start tag until the end of the part.
func (w *walker) each(do func(*element) error) error {
	for {
		token, err := w.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := do(&element{name: start.Name.Local, attrs: start.Attr}); err != nil {
				return err
			}
		}
	}
}

// value reads to the end of the element whose start tag was the last token and gives its text. With rich, only what stands in
// <t> counts, and the pronunciations of East Asian texts (<rPh>) are left out. The bytes are good until the next call.
func (w *walker) value(rich bool) ([]byte, error) {
	w.text = w.text[:0]
	end, reading, spoken := w.depth-1, !rich, 0
	for {
		token, err := w.next()
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if spoken == 0 && t.Name.Local == "rPh" {
				spoken = w.depth
			}
			reading = !rich || spoken == 0 && t.Name.Local == "t"
		case xml.EndElement:
			if w.depth == end {
				return w.text, nil
			}
			if w.depth < spoken {
				spoken = 0
			}
			reading = !rich
		case xml.CharData:
			if reading {
				w.text = append(w.text, t...)
			}
			if len(w.text) > maxPiece {
				return nil, errPiece
			}
		}
	}
}

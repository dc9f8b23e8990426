package sheet

import (
	"fmt"
	"path"
	"strings"

	"livebrief/internal/brief"
)

// workbook is what a workbook says of itself: its sheets, and where its texts and formats are.
type workbook struct {
	sheets        []sheetPart
	styles, texts string // parts; empty where there are none
	epoch1904     bool   // dates count from 1904, as on old Macs
}

// sheetPart is a sheet with cells.
type sheetPart struct {
	name, part string
	hidden     bool
}

// relation is a line of a .rels part: what is where.
type relation struct{ kind, part string }

// book reads the list of sheets.
func (a *archive) book() (*workbook, error) {
	root, err := a.bookPart()
	if err != nil {
		return nil, err
	}
	relations, err := a.relations(root)
	if err != nil {
		return nil, err
	}
	book := &workbook{}
	for _, r := range relations {
		switch r.kind {
		case "styles":
			book.styles = r.part
		case "sharedStrings":
			book.texts = r.part
		}
	}
	err = a.walk(root, func(w *walker) error {
		return w.each(func(e *element) error {
			switch e.name {
			case "workbookPr":
				book.epoch1904 = e.attr("date1904") == "1" || e.attr("date1904") == "true"
			case "sheet":
				if r := relations[e.attr("id")]; r.kind == "worksheet" {
					state := e.attr("state")
					book.sheets = append(book.sheets, sheetPart{name: e.attr("name"), part: r.part, hidden: state == "hidden" || state == "veryHidden"})
				}
			}
			return nil
		})
	})
	return book, err
}

// bookPart finds the part with the list of sheets, or says what the file is instead.
func (a *archive) bookPart() (string, error) {
	if a.parts["_rels/.rels"] != nil {
		relations, err := a.relations("")
		if err != nil {
			return "", err
		}
		for _, r := range relations {
			if r.kind == "officeDocument" && strings.HasSuffix(r.part, ".xml") && !strings.HasPrefix(r.part, "word/") && !strings.HasPrefix(r.part, "ppt/") {
				return r.part, nil
			}
		}
	}
	what := "a zip file without a workbook in it"
	switch {
	case a.parts["xl/workbook.bin"] != nil:
		what = "a binary workbook (.xlsb)"
	case a.parts["content.xml"] != nil:
		what = "an OpenDocument file (.ods)"
	case a.parts["word/document.xml"] != nil:
		what = "a text document (.docx)"
	case a.parts["ppt/presentation.xml"] != nil:
		what = "a presentation (.pptx)"
	}
	return "", brief.Invalid(fmt.Sprintf("%s is %s", a.name, what), "save the table as .xlsx or .csv, and hand that in")
}

// relations reads where the parts are that a part names by an id; "" is the file itself. Targets are relative to the folder of
// the part (ECMA-376 part 2, 6.5).
func (a *archive) relations(of string) (map[string]relation, error) {
	dir, base := path.Split(of)
	found := map[string]relation{}
	err := a.walk(dir+"_rels/"+base+".rels", func(w *walker) error {
		return w.each(func(e *element) error {
			if e.name != "Relationship" || e.attr("TargetMode") == "External" {
				return nil
			}
			target := e.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = dir + target
			}
			kind := e.attr("Type")
			found[e.attr("Id")] = relation{kind: kind[strings.LastIndexByte(kind, '/')+1:], part: partKey(target)}
			return nil
		})
	})
	return found, err
}

// maxTexts is the number of texts that the cells of a workbook share.
const maxTexts = 5_000_000

// texts reads the texts that cells name by their number.
func (a *archive) texts(part string) ([]string, error) {
	if part == "" {
		return nil, nil
	}
	var list []string
	total := 0
	err := a.walk(part, func(w *walker) error {
		return w.each(func(e *element) error {
			if e.name != "si" {
				return nil
			}
			text, err := w.value(true)
			if err != nil {
				return err
			}
			if total += len(text); total > MaxText || len(list) == maxTexts {
				return brief.Invalid(fmt.Sprintf("%s holds more than %d MB or %d pieces of text", a.name, MaxText>>20, maxTexts),
					"keep only the sheet and the rows that you need")
			}
			list = append(list, unescape(string(text)))
			return nil
		})
	})
	return list, err
}

// unescape undoes _x000D_, by which workbooks write characters that XML has not (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
func unescape(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		if code, ok := escaped(text[i:]); ok {
			out.WriteRune(code)
			i += len("_x0000_")
			continue
		}
		out.WriteByte(text[i])
		i++
	}
	return out.String()
}

// escaped reads _xHHHH_ at the beginning of a text.
func escaped(text string) (code rune, ok bool) {
	if len(text) < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return 0, false
	}
	for _, c := range []byte(text[2:6]) {
		switch {
		case c >= '0' && c <= '9':
			code = code<<4 + rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			code = code<<4 + rune(c|0x20-'a') + 10
		default:
			return 0, false
		}
	}
	return code, true
}

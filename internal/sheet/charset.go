package sheet

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"livebrief/internal/brief"
)

// The character sets of Dialect.Charset.
const (
	utf8Set    = "utf-8"
	utf16Set   = "utf-16"
	windowsSet = "windows-1252"
)

// saveAsUTF8 is what to do about any trouble with letters.
const saveAsUTF8 = "save it again as CSV in UTF-8, and hand that in"

// decode gives text in UTF-8 without byte-order mark, the name of its character set, and what was odd about it. A mark decides;
// without one, valid UTF-8 is UTF-8, text in which every second byte of the beginning is mostly zero is UTF-16, and anything else
// is Windows-1252, in which Excel saves "CSV" in western Europe.
func decode(name string, raw []byte, want string) (text []byte, charset string, notes []string, err error) {
	charset, order, mark := detect(raw)
	if want != "" && mark == 0 {
		if charset = strings.ToLower(want); charset != utf8Set && charset != utf16Set && charset != windowsSet {
			return nil, "", nil, brief.Invalid(fmt.Sprintf("%s: the character set %q is not known", name, want),
				"give utf-8, utf-16 or windows-1252")
		}
	}
	if mark > 0 {
		notes = append(notes, fmt.Sprintf("The file begins with a byte-order mark (%s); it was removed.", charset))
		raw = raw[mark:]
	}
	switch charset {
	case utf16Set:
		text, err = fromUTF16(name, raw, order)
		if mark == 0 && want == "" {
			notes = append(notes, "The file is in UTF-16 without a byte-order mark; it was recognised by its zero bytes.")
		}
	case windowsSet:
		text, err = fromWindows(name, raw)
		notes = append(notes, "The file is not in UTF-8; it was read as Windows-1252. Look at names with accents.")
	default:
		if text = raw; !utf8.Valid(raw) {
			err = brief.Invalid(fmt.Sprintf("%s is not in UTF-8: %s", name, firstBad(raw)), saveAsUTF8)
		}
	}
	if err != nil {
		return nil, "", nil, err
	}
	if i := bytes.IndexByte(text, 0); i >= 0 {
		return nil, "", nil, brief.Invalid(fmt.Sprintf("%s is no text: it holds a zero byte in line %d", name, lineOf(text, i)),
			"hand in a .xlsx or .csv file")
	}
	if n := bytes.Count(text, []byte("\uFFFD")); n > 0 {
		notes = append(notes, fmt.Sprintf("The text holds the sign for a lost character (\uFFFD) %d times; it was saved in a wrong character set before.", n))
	}
	return text, charset, notes, nil
}

// detect recognises the character set by its mark or its bytes; mark is the length of the mark.
func detect(raw []byte) (charset string, order unicode.Endianness, mark int) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return utf8Set, unicode.LittleEndian, 3
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return utf16Set, unicode.LittleEndian, 2
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return utf16Set, unicode.BigEndian, 2
	}
	head := raw[:min(len(raw), 1000)&^1]
	zeros := [2]int{}
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	switch pairs := len(head) / 2; {
	case zeros[1]*2 > pairs && zeros[0] == 0:
		return utf16Set, unicode.LittleEndian, 0
	case zeros[0]*2 > pairs && zeros[1] == 0:
		return utf16Set, unicode.BigEndian, 0
	case utf8.Valid(raw):
		return utf8Set, unicode.LittleEndian, 0
	}
	return windowsSet, unicode.LittleEndian, 0
}

// fromUTF16 decodes pairs of bytes; a half pair at the end means that the file was cut off.
func fromUTF16(name string, raw []byte, order unicode.Endianness) ([]byte, error) {
	if len(raw)%2 != 0 {
		return nil, brief.Invalid(name+" is in UTF-16 and ends within a character", "download it again; it was cut off")
	}
	return convert(name, unicode.UTF16(order, unicode.IgnoreBOM), raw)
}

// fromWindows decodes Windows-1252. Five bytes mean nothing in it; where they stand, the text is of another set of the same
// family, and its letters would come out as others.
func fromWindows(name string, raw []byte) ([]byte, error) {
	for i, c := range raw {
		switch c {
		case 0x81, 0x8d, 0x8f, 0x90, 0x9d:
			return nil, brief.Invalid(fmt.Sprintf("%s is neither in UTF-8 nor in Windows-1252: the byte %#x in line %d", name, c, lineOf(raw, i)),
				saveAsUTF8)
		}
	}
	return convert(name, charmap.Windows1252, raw)
}

// convert decodes all of it.
func convert(name string, set encoding.Encoding, raw []byte) ([]byte, error) {
	text, err := set.NewDecoder().Bytes(raw)
	if err != nil {
		return nil, brief.Invalid(fmt.Sprintf("%s cannot be decoded: %v", name, err), saveAsUTF8)
	}
	return text, nil
}

// firstBad says where the first byte stands that is not UTF-8.
func firstBad(raw []byte) string {
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size == 1 {
			return fmt.Sprintf("the byte %#x in line %d", raw[i], lineOf(raw, i))
		}
		i += size
	}
	return "a byte"
}

// lineOf gives the line of a byte, counted from 1.
func lineOf(text []byte, i int) int { return bytes.Count(text[:i], []byte("\n")) + 1 }

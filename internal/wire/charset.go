package wire

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"

	"livebrief/internal/brief"
)

// decoded is text with the character set it came in; charset is empty for UTF-8.
type decoded struct {
	text     string
	charset  string
	warnings []string
}

// bomCharset names the character set that a byte order mark announces.
func bomCharset(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return "utf-8"
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return "utf-16be"
	}
	return ""
}

// toUTF8 decodes raw: a byte order mark wins over the declared label, and the label over a guess. Text declared as
// UTF-8 that is not is either damaged UTF-8, whose bad bytes are replaced, or something else under a wrong label.
func toUTF8(raw []byte, label string) (decoded, error) {
	if bom := bomCharset(raw); bom != "" {
		label = bom
		raw = raw[map[bool]int{true: 3, false: 2}[bom == "utf-8"]:]
	}
	var d decoded
	if label != "" {
		enc, name := charset.Lookup(label)
		switch {
		case enc == nil || name == "replacement":
			d.warnings = append(d.warnings, fmt.Sprintf("The declared character set %q is not known; it was guessed.", clip(label, 40)))
		case name != "utf-8":
			out, err := enc.NewDecoder().Bytes(raw)
			if err != nil {
				return decoded{}, brief.Invalid("the text is not in the character set "+name+" that it declares", "save it as UTF-8")
			}
			d.text, d.charset = string(bytes.ToValidUTF8(out, []byte("\uFFFD"))), name
			return d, nil
		}
	}
	if utf8.Valid(raw) {
		d.text = string(raw)
		return d, nil
	}
	if mostlyUTF8(raw) {
		d.text = string(bytes.ToValidUTF8(raw, []byte("\uFFFD")))
		d.warnings = append(d.warnings, "Some bytes are not valid UTF-8; they were replaced by \uFFFD.")
		return d, nil
	}
	text, name := guess(raw)
	d.text, d.charset = text, name
	d.warnings = append(d.warnings, "The text does not say its character set truly; it was read as "+name+".")
	return d, nil
}

// mostlyUTF8 tells damaged UTF-8 from another character set: whole multi-byte characters hardly ever happen by
// chance, so they outnumber the bad bytes only where somebody wrote UTF-8. A cut at the end counts as damage too.
func mostlyUTF8(raw []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else if n > 1 {
			good++
		}
		i += n
	}
	return good > bad
}

// guess decodes by the likeliest character set, windows-1252 when nothing is likely: it maps every byte.
func guess(raw []byte) (text, name string) {
	name = "windows-1252"
	if best, err := chardet.NewTextDetector().DetectBest(raw); err == nil && best.Confidence > 20 {
		enc, canonical := charset.Lookup(strings.Replace(best.Charset, "GB-18030", "gb18030", 1))
		if enc != nil && canonical != "replacement" && !strings.HasPrefix(canonical, "utf-") {
			if out, err := enc.NewDecoder().Bytes(raw); err == nil && !bytes.ContainsRune(out, 0) {
				return string(bytes.ToValidUTF8(out, []byte("\uFFFD"))), canonical
			}
		}
	}
	enc, _ := charset.Lookup(name)
	out, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		out = raw
	}
	return string(bytes.ToValidUTF8(out, []byte("\uFFFD"))), name
}

var xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// labelInside finds the character set that a page or an XML document declares about itself.
func labelInside(raw []byte, media string) string {
	head := raw[:min(len(raw), 1024)]
	if m := xmlEncoding.FindSubmatch(head); m != nil {
		// The declaration was readable as ASCII, so it cannot be true of UTF-16.
		if label := strings.ToLower(string(m[1])); !strings.HasPrefix(label, "utf-16") {
			return label
		}
		return ""
	}
	if media == "" || strings.Contains(media, "html") || bytes.Contains(bytes.ToLower(head), []byte("<meta")) {
		if _, name, certain := charset.DetermineEncoding(raw, ""); certain {
			return name
		}
	}
	return ""
}

// clip shortens s to at most n characters.
func clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}

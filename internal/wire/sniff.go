package wire

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Format is what a run of bytes turns out to be.
type Format string

// The formats that Decode can meet. Binary and OtherXML cannot be read.
const (
	Text     Format = "text"
	HTML     Format = "html"
	FeedDoc  Format = "feed"
	OtherXML Format = "xml"
	Binary   Format = "binary"
)

// magic lists beginnings of files that are no text, with what to call them.
var magic = []struct{ begins, name string }{
	{"%PDF-", "a PDF file"},
	{"\x89PNG\r\n\x1a\n", "a PNG picture"},
	{"\xff\xd8\xff", "a JPEG picture"},
	{"GIF87a", "a GIF picture"},
	{"GIF89a", "a GIF picture"},
	{"PK\x03\x04", "a ZIP archive or an office document"},
	{"PK\x05\x06", "an empty ZIP archive"},
	{"\x1f\x8b", "a gzip archive"},
	{"BZh", "a bzip2 archive"},
	{"\xfd7zXZ\x00", "an xz archive"},
	{"(\xb5\x2f\xfd", "a zstd archive"},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive"},
	{"Rar!\x1a\x07", "a RAR archive"},
	{"\x7fELF", "a program"},
	{"\xcf\xfa\xed\xfe", "a program"},
	{"\xca\xfe\xba\xbe", "a program"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"},
	{"{\\rtf", "a rich text document"},
	{"SQLite format 3\x00", "a database"},
	{"OggS", "a sound file"},
	{"ID3", "a sound file"},
	{"fLaC", "a sound file"},
	{"wOFF", "a font"},
	{"wOF2", "a font"},
}

// riff and ftyp hold their name a few bytes in.
func containerName(raw []byte) string {
	switch {
	case len(raw) > 12 && string(raw[:4]) == "RIFF":
		return "a " + map[string]string{"WEBP": "WebP picture", "WAVE": "sound file", "AVI ": "video"}[string(raw[8:12])]
	case len(raw) > 12 && string(raw[4:8]) == "ftyp":
		return "a video"
	case len(raw) > 64 && string(raw[:2]) == "MZ" && bytes.IndexByte(raw[:64], 0) >= 0:
		return "a program"
	}
	return ""
}

// binaryName says what the bytes look like when they are no text, empty when they may be text.
func binaryName(raw []byte, charsetName string) string {
	for _, m := range magic {
		if bytes.HasPrefix(raw, []byte(m.begins)) && !(len(m.begins) == 3 && utf8.Valid(raw)) {
			return m.name
		}
	}
	if name := containerName(raw); len(name) > 2 {
		return name
	}
	if bomCharset(raw) == "" && !strings.HasPrefix(charsetName, "utf-16") && bytes.IndexByte(raw, 0) >= 0 {
		return "a binary file"
	}
	return ""
}

// Sniff tells what raw is, by its bytes first and by the declared media type where the bytes leave it open:
// servers send feeds as text/html and pages as text/plain.
func Sniff(raw []byte, contentType string) Format {
	media, label := splitType(contentType)
	if binaryName(raw, label) != "" {
		return Binary
	}
	u, err := toUTF8(raw[:min(len(raw), 1<<16)], label)
	if err != nil {
		return Binary
	}
	return sniffText(u.text, media)
}

// splitType parses a Content-Type into the media type and the charset label, both in lower case.
func splitType(contentType string) (media, label string) {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil && media == "" {
		media, _, _ = strings.Cut(strings.ToLower(contentType), ";")
		media = strings.TrimSpace(media)
	}
	return media, strings.ToLower(strings.TrimSpace(params["charset"]))
}

var (
	prolog    = regexp.MustCompile(`(?s)^(?:\s+|<\?.*?\?>|<!--.*?-->)+`)
	doctype   = regexp.MustCompile(`(?is)^<!doctype\s+([a-z0-9:]+)[^>\[]*(?:\[.*?\]\s*)?>\s*`)
	rootName  = regexp.MustCompile(`^<([A-Za-z_][\w:.-]*)`)
	jsonFeed  = regexp.MustCompile(`"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/`)
	htmlRoots = map[string]bool{"html": true, "head": true, "body": true, "article": true, "div": true, "p": true,
		"section": true, "main": true, "h1": true, "h2": true, "table": true, "span": true, "a": true, "ul": true,
		"b": true, "i": true, "em": true, "strong": true, "blockquote": true, "title": true, "meta": true}
)

// sniffText decides among the readable formats by the beginning of the decoded text.
func sniffText(text, media string) Format {
	head := text[:min(len(text), 1<<16)]
	declared := strings.HasPrefix(strings.TrimSpace(head), "<?xml")
	head = strings.TrimLeft(prolog.ReplaceAllString(head, ""), " \t\r\n")
	if m := doctype.FindStringSubmatchIndex(head); m != nil {
		if strings.EqualFold(head[m[2]:m[3]], "html") {
			return HTML
		}
		head = prolog.ReplaceAllString(head[m[1]:], "")
	}
	root := ""
	if m := rootName.FindStringSubmatch(head); m != nil {
		root = strings.ToLower(m[1])
	}
	switch {
	case root == "rss" || root == "feed" || strings.HasSuffix(root, ":rdf") || root == "rdf" || strings.HasSuffix(root, ":feed"):
		return FeedDoc
	case strings.HasPrefix(head, "{") && (media == "application/feed+json" || jsonFeed.MatchString(head)):
		return FeedDoc
	case htmlRoots[root] && (root == "html" || media != "text/plain"):
		return HTML
	case root != "" && media != "text/plain" && (declared || strings.HasSuffix(media, "xml")) && media != "application/xhtml+xml":
		return OtherXML
	case (media == "text/html" || media == "application/xhtml+xml") && strings.ContainsAny(text, "<&"):
		return HTML
	}
	return Text
}

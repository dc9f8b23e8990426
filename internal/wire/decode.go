package wire

import (
	"fmt"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// Result is what the bytes say. For a feed Text is empty and Feed holds the items; otherwise Feed is nil.
type Result struct {
	Format Format
	Title  string
	// Text is UTF-8. For plain text it is the decoded input unchanged, line ends included; for a page it has one
	// line per paragraph.
	Text     string
	Language string
	// Published is when the outlet says it published, zero when it does not say.
	Published time.Time
	// Decoder names what made Text, with its version, and the character set where that was not UTF-8:
	// "text/1+windows-1251".
	Decoder string
	Feed    *Feed
	// Warnings are sentences for the desk about what was cut, replaced or guessed.
	Warnings []string
}

// The decoders by name and version. A version rises when the same bytes would give other text.
const (
	decoderText    = "text/1"
	decoderHTML    = "html/1"
	decoderHTMLAll = "html-all/1"
	decoderFeed    = "feed/1"
	// DecoderItem is of a report made from one item of a feed.
	DecoderItem = "item/1"
)

// Decode is the one door for incoming bytes. The content type is the sender's and may be empty or wrong; address
// is where the bytes came from and may be empty. Everything it refuses, it refuses as brief.Invalid.
func Decode(raw []byte, contentType, address string) (Result, error) {
	if err := checkSize(raw); err != nil {
		return Result{}, err
	}
	media, label := splitType(contentType)
	if name := binaryName(raw, label); name != "" {
		return Result{}, brief.Invalid("this is "+name+", not text", "send its text, or the page it came from")
	}
	if label == "" {
		label = labelInside(raw, media)
	}
	d, err := toUTF8(raw, label)
	if err != nil {
		return Result{}, err
	}
	if strings.ContainsRune(d.text, 0) {
		return Result{}, brief.Invalid("this is a binary file, not text", "send its text, or the page it came from")
	}
	if strings.TrimSpace(d.text) == "" {
		return Result{}, brief.Invalid("the report is empty", "send some text")
	}
	var res Result
	switch format := sniffText(d.text, media); format {
	case FeedDoc:
		res, err = decodeFeed(d.text, address)
	case HTML:
		res, err = decodeHTML(d.text, address)
	case OtherXML:
		return Result{}, brief.Invalid("this is an XML document, but neither a feed nor a page",
			"send RSS, Atom, JSON Feed, HTML or plain text")
	default:
		res = Result{Format: Text, Text: d.text, Decoder: decoderText}
	}
	if err != nil {
		return Result{}, err
	}
	if d.charset != "" {
		res.Decoder += "+" + d.charset
	}
	res.Warnings = append(d.warnings, res.Warnings...)
	return res, nil
}

// checkSize refuses what is empty or too large.
func checkSize(raw []byte) error {
	if len(raw) == 0 {
		return brief.Invalid("the report is empty", "send some text")
	}
	if len(raw) > MaxReport {
		return brief.Invalid(fmt.Sprintf("the report has %.1f MB", float64(len(raw))/(1<<20)),
			fmt.Sprintf("send at most %d MB", MaxReport>>20))
	}
	return nil
}

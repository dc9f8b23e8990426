package brief

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// ListName names one of the lists by which a desk teaches the reader.
type ListName string

// The lists of a briefing.
const (
	ListOfNames  ListName = "names"
	ListOfPlaces ListName = "places"
	ListOfTracks ListName = "tracks"
	// ListOfRates is no list that teaches the reader: it is the file of reference rates by which money is converted, as its source
	// publishes it.
	ListOfRates ListName = "rates"
)

// ListNames lists every list that teaches the reader.
var ListNames = []ListName{ListOfNames, ListOfPlaces, ListOfTracks}

// DeskList is one list of a briefing as the desk wrote it.
type DeskList struct {
	Briefing BriefingID `json:"briefing"`
	Name     ListName   `json:"list"`
	// Rev counts the changes; 0 is a list that nobody has written yet.
	Rev  int    `json:"rev"`
	Text string `json:"text"`
	// Person made the last change, At the time of it.
	Person PersonID  `json:"-"`
	At     time.Time `json:"at,omitzero"`
}

// The most that a list may have, in bytes.
const (
	MaxListText  = 256 << 10
	MaxRatesText = 4 << 20
	maxListLine  = 1 << 10
)

// badLinesMost is how many wrong lines of a list are told, badLinesSaid how many of them in one sentence.
const (
	badLinesMost = 100
	badLinesSaid = 5
)

// BadLine is a line of a list that cannot be taken, counted from 1.
type BadLine struct {
	Line int    `json:"line"`
	What string `json:"what"`
}

// BadLines says what is wrong with a list, line by line. It is of the kind invalid.
type BadLines struct {
	List  ListName
	Lines []BadLine
	// Form is how a line is written.
	Form string
}

// Error says it in one sentence.
func (b *BadLines) Error() string { return b.Unwrap().Error() }

// Unwrap gives the error of the kind invalid that says the same.
func (b *BadLines) Unwrap() error {
	said := make([]string, 0, badLinesSaid+1)
	for i, l := range b.Lines {
		if i == badLinesSaid {
			said = append(said, fmt.Sprintf("and %d more", len(b.Lines)-i))
			break
		}
		if i == 0 {
			said = append(said, fmt.Sprintf("line %d of the list of %s: %s", l.Line, b.List, l.What))
		} else {
			said = append(said, fmt.Sprintf("line %d: %s", l.Line, l.What))
		}
	}
	return Invalid(strings.Join(said, "; "), "write it as "+b.Form)
}

// ReadList hands each line of a list to take, which says what is wrong with it, or nothing. Lines that are empty or
// begin with # say nothing and are left out. Form is how a line is written, for the error: *BadLines when lines are
// wrong.
func ReadList(list ListName, text, form string, take func(line string) (wrong string)) error {
	if len(text) > MaxListText || !utf8.ValidString(text) {
		return Invalid(fmt.Sprintf("the list of %s is larger than %d bytes or not UTF-8", list, MaxListText), "give a shorter one, saved as UTF-8")
	}
	bad := &BadLines{List: list, Form: form}
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\uFEFF")) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		wrong := ""
		switch {
		case len(line) > maxListLine:
			wrong = fmt.Sprintf("it is longer than %d bytes", maxListLine)
		case strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }):
			wrong = "it holds a character that is no text"
		default:
			wrong = take(line)
		}
		if wrong != "" && len(bad.Lines) < badLinesMost {
			bad.Lines = append(bad.Lines, BadLine{n, wrong})
		}
	}
	if len(bad.Lines) > 0 {
		return bad
	}
	return nil
}

// ListLine parts a line of a list: what stands before its colon, by commas, and the names or words behind it, without
// empty ones.
func ListLine(line string) (head, rest []string) {
	before, behind, _ := strings.Cut(line, ":")
	for part := range strings.SplitSeq(before, ",") {
		head = append(head, strings.TrimSpace(part))
	}
	for part := range strings.SplitSeq(behind, ",") {
		if part = strings.TrimSpace(part); part != "" {
			rest = append(rest, part)
		}
	}
	return head, rest
}

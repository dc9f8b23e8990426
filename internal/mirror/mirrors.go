package mirror

import (
	"bytes"
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/record"
)

// The list of mirrors as a file of its own: where it stands in a copy, and the first line of what is signed.
const (
	mirrorsPath  = "mirrors.txt"
	mirrorsTitle = "livebrief mirrors 1"
)

// mirrorList is where copies of a briefing stand, as its desk said in an edition.
type mirrorList struct {
	Origin, Key string
	// Edition is the last entry that can have changed the list.
	Edition brief.Seq
	Mirrors []string
}

// SignMirrors gives the list of mirrors of an edition as a signed note that can travel alone.
func SignMirrors(s *edition.State, signer record.Signer, key string) ([]byte, error) {
	l := mirrorList{Origin: signer.Name(), Key: key, Edition: s.Version(edition.OfBriefing()), Mirrors: s.Briefing.Mirrors}
	text := l.text()
	if again, err := parseMirrors(text); err != nil || again.text() != text {
		return nil, cmp.Or(err, badMirrors("would not be read back"))
	}
	msg, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return nil, fmt.Errorf("signing the list of mirrors: %w", err)
	}
	return msg, nil
}

// text gives the part that is signed.
func (l *mirrorList) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\norigin %s\nkey %s\nedition %d\nmirrors %d\n", mirrorsTitle, l.Origin, l.Key, l.Edition, len(l.Mirrors))
	for _, address := range l.Mirrors {
		b.WriteString(address + "\n")
	}
	return b.String()
}

func badMirrors(what string) error { return brief.Invalid("the list of mirrors "+what, "") }

// parseMirrors reads the part that is signed.
func parseMirrors(text string) (*mirrorList, error) {
	fields, rest, missing := heading(text, mirrorsTitle, "origin", "key", "edition", "mirrors")
	switch {
	case missing != "":
		return nil, badMirrors("does not name its " + missing)
	case fields == nil:
		return nil, badMirrors("is not one of this version")
	}
	seq, err1 := strconv.ParseUint(fields[2], 10, 53)
	count, err2 := strconv.Atoi(fields[3])
	if cmp.Or(err1, err2) != nil || count != len(rest) {
		return nil, badMirrors("has a heading that cannot be read")
	}
	return &mirrorList{Origin: fields[0], Key: fields[1], Edition: brief.Seq(seq), Mirrors: rest}, nil
}

// IsMirrors tells whether a file is to be read as a list of mirrors: by its name, or by how it begins.
func IsMirrors(name string, raw []byte) bool {
	return strings.HasSuffix(name, mirrorsPath) || bytes.HasPrefix(raw, []byte(mirrorsTitle+"\n"))
}

// wholeList is where the faults of a list of mirrors lie.
const wholeList = "the list"

// VerifyMirrors finds out what a list of mirrors is worth. That it is the newest, no list can tell; so a size or an age
// that the reader asks for is not judged.
func VerifyMirrors(raw []byte, o Options) *Result {
	v := &check{Options: o, Result: newResult()}
	v.Files, v.Bytes, v.partial = 1, int64(len(raw)), true
	_, rest, _ := bytes.Cut(raw, []byte("\nkey "))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	if err := v.takeKey(string(line)); err != nil {
		v.fault(tampered(keyPath, "it is damaged, or not there"))
		return v.Result
	}
	text, err := openSigned(raw, v.verifier)
	if err != nil {
		v.fault(tampered(wholeList, "it "+err.Error()))
		return v.Result
	}
	l, err := parseMirrors(text)
	switch {
	case err != nil:
		v.fault(tampered(wholeList, plain(err)))
	case l.text() != text || l.Origin != v.Origin:
		v.fault(tampered(wholeList, "it is spelled in an unusual way, or is that of another record"))
	default:
		v.Edition, v.Mirrors = l.Edition, l.Mirrors
		v.Unproven = "whether a later entry changed it, a list alone cannot show"
		v.publisher()
	}
	return v.Result
}

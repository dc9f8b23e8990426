package mirror

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/page"
	"livebrief/internal/record"
)

// MaxOneFile is the most bytes that a copy in one file has.
const MaxOneFile = 300 << 10

// oneFileTitle is the first line of what is signed of a copy in one file.
const oneFileTitle = "livebrief file 1"

// The comment that ends the file. Nothing that stands in it holds either of these.
const (
	commentBegin = "<!--\n"
	commentEnd   = "-->\n"
)

// OneFile is what the publisher signs of a copy in one HTML file.
type OneFile struct {
	Origin  string
	Edition brief.Seq
	// At is when the edition's last entry was recorded.
	At time.Time
	// Renderer is the version of the program that made the page.
	Renderer string
	// Size and Sum are those of every byte before the comment at the end.
	Size int64
	Sum  [sha256.Size]byte
	// Bytes is the size of the whole file.
	Bytes int64
}

// WriteOneFile writes the last seven days of the edition as one page, with a comment at its end that holds the key and
// the signature over everything before it.
func WriteOneFile(w io.Writer, e *Edition) (*OneFile, error) {
	if len(e.Entries) == 0 {
		return nil, brief.Invalid("the record is empty", "publish something first")
	}
	f, err := e.fold()
	if err != nil {
		return nil, fmt.Errorf("exporting: %w", err)
	}
	one := &OneFile{Origin: f.Signer.Name(), Edition: f.state.Seq, At: f.state.At, Renderer: rendererName(f.Renderer), Size: MaxOneFile}
	longest, err := one.comment(f.Signer, f.Key)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := page.WriteFile(&b, f.shelf, f.bodies, MaxOneFile-len(longest), len(longest)); err != nil {
		return nil, err
	}
	one.Size, one.Sum = int64(b.Len()), sha256.Sum256(b.Bytes())
	comment, err := one.comment(f.Signer, f.Key)
	if err != nil {
		return nil, err
	}
	b.Write(comment)
	one.Bytes = int64(b.Len())
	if _, err := w.Write(b.Bytes()); err != nil {
		return nil, fmt.Errorf("writing the copy in one file: %w", err)
	}
	return one, nil
}

// text gives the part that is signed.
func (f *OneFile) text() string {
	return fmt.Sprintf("%s\norigin %s\nedition %d\nat %s\nrenderer %s\nsize %d\nsha256 %s\n", oneFileTitle, f.Origin, f.Edition,
		f.At.UTC().Format(time.RFC3339Nano), f.Renderer, f.Size, hex.EncodeToString(f.Sum[:]))
}

// comment signs the file and gives what stands at its end.
func (f *OneFile) comment(signer record.Signer, key string) ([]byte, error) {
	text := f.text()
	if again, err := parseOneFile(text); err != nil || again.text() != text {
		return nil, cmp.Or(err, badSignature("would not be read back"))
	}
	msg, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return nil, fmt.Errorf("signing the copy in one file: %w", err)
	}
	inner := key + "\n" + string(msg)
	if endsComment(inner) {
		return nil, brief.Invalid("the name of the record, or of the program, cannot stand in a comment of HTML", "export a folder or a zip")
	}
	return []byte(commentBegin + inner + commentEnd), nil
}

// endsComment tells whether a text in a comment would end it, or look as if another began.
func endsComment(text string) bool {
	return strings.Contains(text, "-->") || strings.Contains(text, "--!>") || strings.Contains(text, "<!--") ||
		strings.HasPrefix(text, ">") || strings.HasPrefix(text, "->")
}

func badSignature(what string) error { return brief.Invalid("the signature at the end "+what, "") }

// parseOneFile reads the part that is signed.
func parseOneFile(text string) (*OneFile, error) {
	fields, rest, missing := heading(text, oneFileTitle, "origin", "edition", "at", "renderer", "size", "sha256")
	switch {
	case missing != "":
		return nil, badSignature("does not name the " + missing)
	case fields == nil || len(rest) > 0:
		return nil, badSignature("is not one of a copy in one file of this version")
	}
	f := &OneFile{Origin: fields[0], Renderer: fields[3]}
	edition, err1 := strconv.ParseUint(fields[1], 10, 53)
	at, err2 := time.Parse(time.RFC3339Nano, fields[2])
	size, err3 := strconv.ParseInt(fields[4], 10, 64)
	sum, ok := parseSum(fields[5])
	if cmp.Or(err1, err2, err3) != nil || !ok {
		return nil, badSignature("cannot be read")
	}
	f.Edition, f.At, f.Size, f.Sum = brief.Seq(edition), at, size, sum
	return f, nil
}

// ReadOneFile finds what is signed of a copy in one file that this program just wrote or fetched.
func ReadOneFile(raw []byte) (*OneFile, error) {
	v := &check{Result: newResult()}
	f := v.signature(raw)
	if f == nil {
		return nil, brief.Unavailable("the copy arrived damaged", "try again", nil)
	}
	return f, nil
}

// IsOneFile tells whether a file is to be read as a copy in one file: by its name, or by how it begins.
func IsOneFile(name string, raw []byte) bool {
	low := strings.ToLower(name)
	return strings.HasSuffix(low, ".html") || strings.HasSuffix(low, ".htm") || bytes.HasPrefix(raw, []byte("<!doctype html>"))
}

// wholeFile is where the faults of a copy in one file lie.
const wholeFile = "the file"

// VerifyOneFile finds out what a copy in one file is worth. That nothing else was published, and that its edition
// continues one that was seen before, it cannot show.
func VerifyOneFile(raw []byte, o Options) *Result {
	v := &check{Options: o, Result: newResult()}
	v.Files, v.Bytes, v.partial = 1, int64(len(raw)), true
	f := v.signature(raw)
	if f == nil {
		return v.Result
	}
	v.Edition, v.At, v.tree.Size = f.Edition, f.At, int64(f.Edition)
	v.Unproven = "that nothing else was published, and that this edition continues an earlier one, one file cannot show"
	switch body := raw[:bytes.LastIndex(raw, []byte(commentBegin))]; {
	case f.Origin != v.Origin:
		v.fault(tampered(wholeFile, "its signature is that of another record, "+printable(f.Origin)))
	case int64(len(body)) != f.Size:
		v.fault(tampered(wholeFile, fmt.Sprintf("%d bytes stand before its signature, and %d were signed", len(body), f.Size)))
	case sha256.Sum256(body) != f.Sum:
		v.fault(tampered(wholeFile, "its content is not what the publisher signed"))
	default:
		v.publisher()
		v.asked(wholeFile)
		if old, ok := v.Pins[v.Origin]; ok && old.Key == v.Result.Key && v.tree.Size < old.Size {
			v.fault(Fault{Stale, wholeFile, fmt.Sprintf("it is edition %d, and the record had %d entries when it was pinned", f.Edition, old.Size)})
		}
	}
	return v.Result
}

// signature opens the comment at the end; nil when there is none that holds, which is told as a fault.
func (v *check) signature(raw []byte) *OneFile {
	at := bytes.LastIndex(raw, []byte(commentBegin))
	inner, ended := bytes.CutSuffix(raw[max(at, 0):], []byte(commentEnd))
	if len(raw) > MaxOneFile {
		v.fault(tampered(wholeFile, "it is larger than any such file"))
		return nil
	}
	if at < 0 || !ended {
		v.fault(tampered(wholeFile, "it has no signature at its end: it was cut or changed, or is no copy in one file"))
		return nil
	}
	inner = inner[len(commentBegin):]
	line, msg, _ := bytes.Cut(inner, []byte("\n"))
	if err := v.takeKey(string(line)); err != nil {
		v.fault(tampered(keyPath, "it is damaged"))
		return nil
	}
	text, err := openSigned(msg, v.verifier)
	if err != nil || endsComment(string(inner)) {
		v.fault(tampered(wholeFile, "the signature at the end is damaged, or not by the key beside it"))
		return nil
	}
	f, err := parseOneFile(text)
	if err != nil || f.text() != text {
		v.fault(tampered(wholeFile, "the signature at the end is spelled in an unusual way, or is that of something else"))
		return nil
	}
	f.Bytes = int64(len(raw))
	return f
}

// takeKey reads the key that stands beside a signature.
func (v *check) takeKey(line string) (err error) {
	if v.verifier, err = readKey([]byte(line + "\n")); err != nil {
		return err
	}
	v.Result.Key, v.Origin = line, v.verifier.Name()
	v.Fingerprint, err = record.Fingerprint(line)
	return err
}

func newResult() *Result {
	return &Result{gravest: Intact, Keys: []KeyChange{}, Removed: []Gone{}, Faults: []Fault{}}
}

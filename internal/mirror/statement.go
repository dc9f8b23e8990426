package mirror

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// What a publisher signs beside the record has one form: a signed note whose text begins with a title that holds
// blanks, so that no checkpoint can be taken for it, and goes on with lines "name value".

// openSigned opens such a note. It takes one signature, by that key, and one spelling: what does not write back to the
// same bytes is refused. The error is the end of a sentence.
func openSigned(msg []byte, key note.Verifier) (string, error) {
	n, err := note.Open(msg, note.VerifierList(key))
	if err != nil || len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return "", errors.New("is not signed by the key of this copy, or was changed after it was signed")
	}
	sig := n.Sigs[0]
	if want := n.Text + "\n— " + sig.Name + " " + sig.Base64 + "\n"; !bytes.Equal(msg, []byte(want)) || !plainBase64(sig.Base64) {
		return "", errors.New("is spelled in an unusual way")
	}
	return n.Text, nil
}

// heading reads the title and the named values of a text, in that order; rest are the lines behind them. A title that
// is another gives no values; a name that is missing is told.
func heading(text, title string, names ...string) (values, rest []string, missing string) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if lines[0] != title {
		return nil, nil, ""
	}
	for i, name := range names {
		if i+1 >= len(lines) {
			return nil, nil, name
		}
		value, ok := strings.CutPrefix(lines[i+1], name+" ")
		if !ok {
			return nil, nil, name
		}
		values = append(values, value)
	}
	return values, lines[len(names)+1:], ""
}

// parseSum reads a SHA-256 in hexadecimal.
func parseSum(text string) (sum [sha256.Size]byte, ok bool) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != len(sum) {
		return sum, false
	}
	return [sha256.Size]byte(raw), true
}

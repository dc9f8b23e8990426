package record

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
)

// Signer signs checkpoints; its name is the origin of the record it signs for.
type Signer = note.Signer

const maxOrigin = 255

// CheckOrigin tells whether origin can be the first line of a checkpoint and the name of its key: 1 to 255 visible
// ASCII characters without a plus.
func CheckOrigin(origin string) error {
	if origin == "" || len(origin) > maxOrigin {
		return brief.Invalid(fmt.Sprintf("the origin of the record has %d characters", len(origin)), "use 1 to 255")
	}
	for _, c := range []byte(origin) {
		if c <= ' ' || c > '~' || c == '+' {
			return brief.Invalid(fmt.Sprintf("the origin %.80q of the record holds %q", origin, string(rune(c))),
				"use visible ASCII characters, no blank and no plus; write a host name in its ASCII form")
		}
	}
	return nil
}

// NewKey makes an Ed25519 key for the record of that origin, in the form of C2SP's signed notes. The signer key is
// the secret one; the verifier key is for everybody.
func NewKey(random io.Reader, origin string) (signerKey, verifierKey string, err error) {
	if err := CheckOrigin(origin); err != nil {
		return "", "", err
	}
	var seed [ed25519.SeedSize]byte
	if _, err := io.ReadFull(random, seed[:]); err != nil {
		return "", "", fmt.Errorf("drawing a key: %w", err)
	}
	private := ed25519.NewKeyFromSeed(seed[:])
	verifierKey, err = note.NewEd25519VerifierKey(origin, private.Public().(ed25519.PublicKey))
	if err != nil {
		return "", "", fmt.Errorf("writing the verifier key: %w", err)
	}
	id, _ := strings.CutPrefix(verifierKey, origin+"+")
	id, _, _ = strings.Cut(id, "+")
	secret := base64.StdEncoding.EncodeToString(append([]byte{algEd25519}, seed[:]...))
	return "PRIVATE+KEY+" + origin + "+" + id + "+" + secret, verifierKey, nil
}

// algEd25519 is the signature type byte of Ed25519 in a note's key.
const algEd25519 = 1

// NewSigner reads a signer key. The key never appears in the error.
func NewSigner(signerKey string) (Signer, error) {
	s, err := note.NewSigner(strings.TrimSpace(signerKey))
	if err != nil || CheckOrigin(s.Name()) != nil {
		return nil, brief.Invalid("the signing key cannot be read", "restore the key file from a backup")
	}
	return s, nil
}

// VerifierKey gives the public half of a signer key. The secret never appears in the error.
func VerifierKey(signerKey string) (string, error) {
	s, err := NewSigner(signerKey)
	if err != nil {
		return "", err
	}
	parts := strings.SplitN(strings.TrimSpace(signerKey), "+", 5) // PRIVATE, KEY, origin, id; base 64 may hold a plus
	secret, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(secret) != 1+ed25519.SeedSize {
		return "", brief.Invalid("the signing key cannot be read", "restore the key file from a backup")
	}
	private := ed25519.NewKeyFromSeed(secret[1:])
	return note.NewEd25519VerifierKey(s.Name(), private.Public().(ed25519.PublicKey))
}

// NewVerifier reads a verifier key; blanks around it are ignored. Its name is the origin of the record.
func NewVerifier(verifierKey string) (note.Verifier, error) {
	key := strings.TrimSpace(verifierKey)
	v, err := note.NewVerifier(key)
	if err == nil {
		err = CheckOrigin(v.Name())
	}
	if err == nil && key != spellKey(v, key) {
		err = brief.Invalid("the key is spelled in an unusual way", "")
	}
	if err != nil {
		return nil, &brief.Error{
			Kind: brief.KindInvalid,
			What: "the public key of the record cannot be read",
			Do:   "copy the whole line: origin, plus, eight digits, plus, 44 characters",
			Err:  err,
		}
	}
	return v, nil
}

// spellKey writes the key in the one spelling that it should have.
func spellKey(v note.Verifier, key string) string {
	parts := strings.SplitN(key, "+", 3) // origin, id; base 64 may hold a plus
	raw, _ := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	return fmt.Sprintf("%s+%08x+%s", v.Name(), v.KeyHash(), base64.StdEncoding.EncodeToString(raw))
}

// Fingerprint gives the short form of a verifier key that people compare by eye, in a footer or on paper: the first
// 12 bytes of the SHA-256 of the key's line, as six groups of four hexadecimal digits. Shorter would let somebody
// with many machines make a second key that looks the same.
func Fingerprint(verifierKey string) (string, error) {
	if _, err := NewVerifier(verifierKey); err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(strings.TrimSpace(verifierKey)))
	groups := make([]string, 6)
	for i := range groups {
		groups[i] = hex.EncodeToString(sum[2*i : 2*i+2])
	}
	return strings.Join(groups, " "), nil
}

// SameFingerprint compares a fingerprint as a person typed it with ours: blanks and case do not count, all digits do.
func SameFingerprint(typed, ours string) bool {
	return IsFingerprint(typed) && digits(typed) == digits(ours)
}

// IsFingerprint tells whether a text is a whole fingerprint: 24 hexadecimal digits, with blanks or hyphens anywhere.
func IsFingerprint(text string) bool {
	d := digits(text)
	return len(d) == 24 && strings.Trim(d, "0123456789abcdef") == ""
}

func digits(text string) string {
	return strings.ToLower(strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || c == '-' {
			return -1
		}
		return c
	}, text))
}

// keyID is the id of a key in a signed note: the first four bytes of SHA-256(name, a line feed, type byte and key).
func keyID(name string, typed []byte) uint32 {
	sum := sha256.Sum256(append([]byte(name+"\n"), typed...))
	return binary.BigEndian.Uint32(sum[:])
}

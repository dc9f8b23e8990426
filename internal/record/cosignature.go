package record

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
)

// algCosignature is the signature type byte of C2SP's cosignature/v1 with Ed25519.
const algCosignature = 4

// cosignatureSize is a cosignature without the id of its key: eight bytes of time, and the signature.
const cosignatureSize = 8 + ed25519.SignatureSize

// lastCosigned is the latest moment that a cosignature may name: the end of the year 9999, as everywhere in the record.
const lastCosigned = 253402300799

// Cosigner signs checkpoints of other people's records, as a witness does.
type Cosigner struct {
	name    string
	private ed25519.PrivateKey
}

// Cosignature is what a witness says of a checkpoint: that it was the largest it had seen of a record that only grew.
type Cosignature struct {
	// Line is the line of the signed note, with its line feed.
	Line string
	// At is the witness's clock, in whole seconds.
	At time.Time
}

// NewWitnessKey makes an Ed25519 key for a witness of that name. The signer key is the secret one.
func NewWitnessKey(random io.Reader, name string) (signerKey, verifierKey string, err error) {
	if err := checkWitnessName(name); err != nil {
		return "", "", err
	}
	var seed [ed25519.SeedSize]byte
	if _, err := io.ReadFull(random, seed[:]); err != nil {
		return "", "", fmt.Errorf("drawing a key: %w", err)
	}
	c := &Cosigner{name: name, private: ed25519.NewKeyFromSeed(seed[:])}
	return "PRIVATE+KEY+" + spellWitnessKey(name, c.public(), seed[:]), c.VerifierKey(), nil
}

func checkWitnessName(name string) error {
	if CheckOrigin(name) != nil {
		return brief.Invalid(fmt.Sprintf("the witness's name %.80q cannot stand in a signature", name),
			"use 1 to 255 visible ASCII characters, no blank and no plus, such as witness.example/w1")
	}
	return nil
}

// spellWitnessKey writes a key of that public half in its one spelling; secret is the same half again for the public key.
func spellWitnessKey(name string, public ed25519.PublicKey, half []byte) string {
	return fmt.Sprintf("%s+%08x+%s", name, witnessID(name, public), base64.StdEncoding.EncodeToString(append([]byte{algCosignature}, half...)))
}

// witnessID is the first four bytes of SHA-256(name, line feed, type byte, public key).
func witnessID(name string, public ed25519.PublicKey) uint32 {
	return keyID(name, append([]byte{algCosignature}, public...))
}

// NewCosigner reads a signer key of [NewWitnessKey]. The key never appears in the error.
func NewCosigner(signerKey string) (*Cosigner, error) {
	key := strings.TrimSpace(signerKey)
	name, half := splitKey(strings.TrimPrefix(key, "PRIVATE+KEY+"))
	if checkWitnessName(name) == nil && len(half) == ed25519.SeedSize {
		c := &Cosigner{name: name, private: ed25519.NewKeyFromSeed(half)}
		if "PRIVATE+KEY+"+spellWitnessKey(name, c.public(), half) == key {
			return c, nil
		}
	}
	return nil, brief.Invalid("the witness's signing key cannot be read", "restore the key file from a backup")
}

// splitKey gives the name, and what follows the type byte of a cosignature; nil where there is none.
func splitKey(key string) (name string, half []byte) {
	parts := strings.SplitN(key, "+", 3) // base 64 may hold a plus
	raw, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if len(parts) < 3 || err != nil || len(raw) == 0 || raw[0] != algCosignature {
		return parts[0], nil
	}
	return parts[0], raw[1:]
}

func (c *Cosigner) public() ed25519.PublicKey { return c.private.Public().(ed25519.PublicKey) }

// Name is the witness's name.
func (c *Cosigner) Name() string { return c.name }

// VerifierKey is the public half, for everybody.
func (c *Cosigner) VerifierKey() string { return spellWitnessKey(c.name, c.public(), c.public()) }

// Verifier checks what the cosigner signed.
func (c *Cosigner) Verifier() note.Verifier { return witnessVerifier{c.name, c.public()} }

// Cosign signs a checkpoint as seen at that moment. It judges nothing but its form: whether the record only grew is the
// caller's to know.
func (c *Cosigner) Cosign(checkpoint []byte, at time.Time) (Cosignature, error) {
	text, err := signedText(checkpoint)
	if err != nil {
		return Cosignature{}, err
	}
	seconds := at.Unix()
	if seconds < 1 || seconds > lastCosigned {
		return Cosignature{}, brief.Invalid("the clock of this machine is wrong", "set it right")
	}
	sig := binary.BigEndian.AppendUint32(nil, witnessID(c.name, c.public()))
	sig = binary.BigEndian.AppendUint64(sig, uint64(seconds))
	sig = append(sig, ed25519.Sign(c.private, cosigned(uint64(seconds), text))...)
	return Cosignature{Line: "— " + c.name + " " + base64.StdEncoding.EncodeToString(sig) + "\n", At: time.Unix(seconds, 0).UTC()}, nil
}

// cosigned is the message that a witness signs.
func cosigned(seconds uint64, text []byte) []byte {
	return fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", seconds, text)
}

// signedText gives the three lines of a checkpoint.
func signedText(checkpoint []byte) ([]byte, error) {
	text, _, ok := strings.Cut(string(checkpoint), "\n\n")
	origin, _, _ := strings.Cut(text, "\n")
	if !ok || CheckOrigin(origin) != nil {
		return nil, badCheckpoint("has no origin")
	}
	if _, err := parseTree(text+"\n", origin); err != nil {
		return nil, err
	}
	return []byte(text + "\n"), nil
}

// OriginOf reads the first line of a checkpoint. It verifies nothing.
func OriginOf(checkpoint []byte) (string, error) {
	text, err := signedText(checkpoint)
	if err != nil {
		return "", err
	}
	origin, _, _ := strings.Cut(string(text), "\n")
	return origin, nil
}

// Claimed reads what a checkpoint says of its record, whoever signed it. It verifies nothing.
func Claimed(checkpoint []byte) (origin string, t Tree, err error) {
	text, err := signedText(checkpoint)
	if err != nil {
		return "", Tree{}, err
	}
	origin, _, _ = strings.Cut(string(text), "\n")
	t, err = parseTree(string(text), origin)
	return origin, t, err
}

// Alone gives a checkpoint as that key signed it, without the lines of others under it.
func Alone(checkpoint []byte, key note.Verifier) ([]byte, error) {
	text, err := signedText(checkpoint)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(checkpoint[len(text)+1:])) {
		one := append(append(text[:len(text):len(text)], '\n'), line...)
		if SignedBy(one, key.Name(), key.KeyHash()) {
			return one, nil
		}
	}
	return nil, badCheckpoint("is not signed by " + key.Name())
}

// witnessVerifier checks cosignatures. It is a note.Verifier whose signature begins with a time.
type witnessVerifier struct {
	name   string
	public ed25519.PublicKey
}

// NewWitnessVerifier reads the public key of a witness; blanks around it are ignored. It is of no use for checkpoints'
// own signatures, as a record's key is of none here.
func NewWitnessVerifier(verifierKey string) (note.Verifier, error) {
	key := strings.TrimSpace(verifierKey)
	name, half := splitKey(key)
	if checkWitnessName(name) != nil || len(half) != ed25519.PublicKeySize || spellWitnessKey(name, half, half) != key {
		return nil, brief.Invalid("the public key of the witness cannot be read",
			"copy the whole line: name, plus, eight digits, plus, 44 characters that begin with B")
	}
	return witnessVerifier{name, half}, nil
}

// Name is the witness's name.
func (v witnessVerifier) Name() string { return v.name }

// KeyHash is the id of the key.
func (v witnessVerifier) KeyHash() uint32 { return witnessID(v.name, v.public) }

// Verify checks a signature over the text of a note.
func (v witnessVerifier) Verify(text, sig []byte) bool {
	if len(sig) != cosignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(sig)
	return seconds >= 1 && seconds <= lastCosigned && ed25519.Verify(v.public, cosigned(seconds, text), sig[8:])
}

// FindCosignature looks among lines of signatures, as a witness answers with, for one by v over the checkpoint; of several the
// latest. Lines by others are passed over. The lines may be a whole note as well.
func FindCosignature(checkpoint, lines []byte, v note.Verifier) (Cosignature, error) {
	text, err := signedText(checkpoint)
	if err != nil {
		return Cosignature{}, err
	}
	found := Cosignature{}
	for line := range strings.Lines(string(lines)) {
		name, coded, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(line, "— "), "\n"), " ")
		raw, err := base64.StdEncoding.DecodeString(coded)
		if name != v.Name() || err != nil || len(raw) != 4+cosignatureSize || binary.BigEndian.Uint32(raw) != v.KeyHash() || !v.Verify(text, raw[4:]) {
			continue
		}
		c := Cosignature{Line: "— " + name + " " + base64.StdEncoding.EncodeToString(raw) + "\n",
			At: time.Unix(int64(binary.BigEndian.Uint64(raw[4:])), 0).UTC()}
		if c.At.After(found.At) {
			found = c
		}
	}
	if found.Line == "" {
		return Cosignature{}, brief.Invalid(fmt.Sprintf("the checkpoint is not cosigned by %s", v.Name()), "ask the witness again, and compare its key")
	}
	return found, nil
}

// OpenCosigned reads a checkpoint that a witness cosigned, whoever else signed it.
func OpenCosigned(msg []byte, origin string, v note.Verifier) (Tree, Cosignature, error) {
	c, err := FindCosignature(msg, msg, v)
	if err != nil {
		return Tree{}, Cosignature{}, err
	}
	text, err := signedText(msg)
	if err != nil {
		return Tree{}, Cosignature{}, err
	}
	t, err := parseTree(string(text), origin)
	return t, c, err
}

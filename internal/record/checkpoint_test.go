package record

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// aKey makes a signer and verifier of that name from a seed byte.
func aKey(t testing.TB, name string, seed byte) (Signer, note.Verifier) {
	t.Helper()
	signerKey, verifierKey, err := NewKey(bytes.NewReader(bytes.Repeat([]byte{seed}, 32)), name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSigner(signerKey)
	if err != nil {
		t.Fatal(err)
	}
	v, err := NewVerifier(verifierKey)
	if err != nil {
		t.Fatal(err)
	}
	return s, v
}

func vectorTree(t testing.TB) Tree { return Tree{Size: 2, Root: mustHash(t, vectorRoot)} }

// flips calls f with msg changed in every single bit.
func flips(msg []byte, f func(bit int, msg []byte)) {
	for bit := range 8 * len(msg) {
		changed := bytes.Clone(msg)
		changed[bit/8] ^= 1 << (bit % 8)
		f(bit, changed)
	}
}

func TestEverySingleBitFlipOfACheckpointIsRefused(t *testing.T) {
	verifiers := vectorVerifiers(t)
	flips([]byte(vectorCheckpoint), func(bit int, msg []byte) {
		if tree, err := OpenCheckpoint(msg, vectorOrigin, verifiers); brief.KindOf(err) != brief.KindInvalid || tree != (Tree{}) {
			t.Errorf("bit %d: %v, %v\n%s", bit, tree, err, msg)
		}
	})
}

func TestABitFlipNeverChangesWhatTwoKnownKeysSigned(t *testing.T) {
	own, ownKey := aKey(t, vectorOrigin, 1)
	witness, witnessKey := aKey(t, "witness.example", 2)
	msg, err := Checkpoint(vectorOrigin, 2, vectorTree(t).Root, witness, own)
	if err != nil {
		t.Fatal(err)
	}
	verifiers := note.VerifierList(ownKey, witnessKey)
	if tree, err := OpenCheckpoint(msg, vectorOrigin, verifiers); err != nil || tree != vectorTree(t) {
		t.Fatalf("opened = %v, %v", tree, err)
	}
	start := bytes.Index(msg, []byte("\n\n")) + 2
	end := start + bytes.IndexByte(msg[start:], '\n') + 1 // the witness's line, which may turn into an unknown witness's
	flips(msg, func(bit int, changed []byte) {
		tree, err := OpenCheckpoint(changed, vectorOrigin, verifiers)
		if err == nil && (bit/8 < start || bit/8 >= end || tree != vectorTree(t)) {
			t.Errorf("bit %d is taken: %v\n%s", bit, tree, changed)
		}
	})
}

func TestSignaturesByUnknownWitnessesArePassedOver(t *testing.T) {
	own, ownKey := aKey(t, vectorOrigin, 1)
	witness, _ := aKey(t, "witness.example", 2)
	for _, signers := range [][]Signer{{own, witness}, {witness, own}} {
		msg, err := Checkpoint(vectorOrigin, 2, vectorTree(t).Root, signers...)
		if err != nil {
			t.Fatal(err)
		}
		if tree, err := OpenCheckpoint(msg, vectorOrigin, note.VerifierList(ownKey)); err != nil || tree != vectorTree(t) {
			t.Errorf("opened = %v, %v", tree, err)
		}
	}
}

func TestACheckpointNeedsItsOwnPublishersKey(t *testing.T) {
	own, _ := aKey(t, vectorOrigin, 1)
	otherOwn, otherOwnKey := aKey(t, vectorOrigin, 3)
	witness, witnessKey := aKey(t, "witness.example", 2)
	msg, err := Checkpoint(vectorOrigin, 2, vectorTree(t).Root, own, witness)
	if err != nil {
		t.Fatal(err)
	}
	var unknown *note.UnverifiedNoteError
	for name, verifiers := range map[string]note.Verifiers{
		"no keys":               nil,
		"an empty list":         note.VerifierList(),
		"another key":           note.VerifierList(otherOwnKey),
		"a witness's key alone": note.VerifierList(witnessKey),
	} {
		tree, err := OpenCheckpoint(msg, vectorOrigin, verifiers)
		if !errors.As(err, &unknown) || brief.KindOf(err) != brief.KindInvalid || tree != (Tree{}) {
			t.Errorf("%s: %v, %v", name, tree, err)
		}
	}
	forged := bytes.Replace(msg, []byte("\n2\n"), []byte("\n3\n"), 1)
	if _, err := OpenCheckpoint(forged, vectorOrigin, note.VerifierList(witnessKey)); err == nil || errors.As(err, &unknown) {
		t.Errorf("a forged checkpoint counts as merely unknown: %v", err)
	}
	for name, signers := range map[string][]Signer{"nobody": nil, "a witness": {witness}} {
		if msg, err := Checkpoint(vectorOrigin, 2, vectorTree(t).Root, signers...); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("signed by %s: %s, %v", name, msg, err)
		}
	}
	if _, err := Checkpoint(vectorOrigin, 2, vectorTree(t).Root, otherOwn, own); err != nil {
		t.Errorf("an old and a new key together: %v", err)
	}
}

func TestACheckpointHasOneSpellingEvenForItsSigner(t *testing.T) {
	own, ownKey := aKey(t, vectorOrigin, 1)
	tree := vectorTree(t)
	root := base64.StdEncoding.EncodeToString(tree.Root[:])
	lenient := root[:len(root)-2] + "N=" // the last digit is M, whose spare bits are zero
	if b, err := base64.StdEncoding.DecodeString(lenient); err != nil || !bytes.Equal(b, tree.Root[:]) {
		t.Fatalf("%s is not another spelling of the root %s", lenient, root)
	}
	for name, text := range map[string]string{
		"a zero in front":        vectorOrigin + "\n02\n" + root + "\n",
		"a plus":                 vectorOrigin + "\n+2\n" + root + "\n",
		"minus zero":             vectorOrigin + "\n-0\n" + root + "\n",
		"a negative size":        vectorOrigin + "\n-2\n" + root + "\n",
		"no size":                vectorOrigin + "\n\n" + root + "\n",
		"a hexadecimal size":     vectorOrigin + "\n0x2\n" + root + "\n",
		"a size of 2^53":         vectorOrigin + "\n9007199254740992\n" + root + "\n",
		"a size beyond 64 bits":  vectorOrigin + "\n99999999999999999999\n" + root + "\n",
		"an empty tree's size":   vectorOrigin + "\n0\n" + root + "\n",
		"spare bits in the root": vectorOrigin + "\n2\n" + lenient + "\n",
		"no padding":             vectorOrigin + "\n2\n" + root[:43] + "\n",
		"a short root":           vectorOrigin + "\n2\n" + base64.StdEncoding.EncodeToString(tree.Root[:31]) + "\n",
		"a long root":            vectorOrigin + "\n2\n" + base64.StdEncoding.EncodeToString(append(tree.Root[:], 0)) + "\n",
		"an extension line":      vectorOrigin + "\n2\n" + root + "\nmore\n",
		"a blank at the end":     vectorOrigin + "\n2\n" + root + " \n",
		"two lines only":         vectorOrigin + "\n2\n",
		"one line only":          vectorOrigin + "\n",
		"an empty line first":    "\n" + vectorOrigin + "\n2\n" + root + "\n",
		"another origin":         "news.example/belarus\n2\n" + root + "\n",
		"a longer origin":        vectorOrigin + "/\n2\n" + root + "\n",
		"nothing":                "\n",
	} {
		msg, err := note.Sign(&note.Note{Text: text}, own)
		if err != nil {
			t.Fatal(err)
		}
		if tree, err := OpenCheckpoint(msg, vectorOrigin, note.VerifierList(ownKey)); brief.KindOf(err) != brief.KindInvalid || tree != (Tree{}) {
			t.Errorf("%s: %v, %v", name, tree, err)
		}
	}
}

func TestASignatureHasOneSpelling(t *testing.T) {
	verifiers := vectorVerifiers(t)
	lines := strings.SplitAfter(vectorCheckpoint, "\n")
	own := lines[4]
	spare := strings.Replace(own, "ugc=", "ugd=", 1)
	if own == spare {
		t.Fatal("the case changes nothing")
	}
	unknown := "— witness.example " + base64.StdEncoding.EncodeToString([]byte("12345678")) + "\n" // MTIzNDU2Nzg=
	for name, msg := range map[string]string{
		"spare bits":                    strings.Replace(vectorCheckpoint, own, spare, 1),
		"twice":                         vectorCheckpoint + own,
		"a second one that is wrong":    vectorCheckpoint + strings.Replace(own, "Xfli02zc", "Xfli02AA", 1),
		"a witness twice":               vectorCheckpoint + unknown + unknown,
		"a witness with spare bits":     vectorCheckpoint + strings.Replace(unknown, "Nzg=", "Nzh=", 1),
		"a line in between":             strings.Replace(vectorCheckpoint, own, "\n"+own, 1),
		"a hyphen for a dash":           strings.Replace(vectorCheckpoint, "— ", "- ", 1),
		"two blanks":                    strings.Replace(vectorCheckpoint, "— ", "—  ", 1),
		"a carriage return":             strings.ReplaceAll(vectorCheckpoint, "\n", "\r\n"),
		"no line end":                   strings.TrimSuffix(vectorCheckpoint, "\n"),
		"a line end too many":           vectorCheckpoint + "\n",
		"text behind":                   vectorCheckpoint + "more\n",
		"text in front":                 "more\n" + vectorCheckpoint,
		"no signature":                  strings.Replace(vectorCheckpoint, own, "", 1),
		"a witness of an unusable name": vectorCheckpoint + strings.Replace(unknown, "witness", "wit+ness", 1),
		"nothing":                       "",
	} {
		if tree, err := OpenCheckpoint([]byte(msg), vectorOrigin, verifiers); brief.KindOf(err) != brief.KindInvalid || tree != (Tree{}) {
			t.Errorf("%s: %v, %v\n%s", name, tree, err, msg)
		}
	}
	if tree, err := OpenCheckpoint([]byte(vectorCheckpoint+unknown), vectorOrigin, verifiers); err != nil || tree != vectorTree(t) {
		t.Errorf("a witness in good form: %v, %v", tree, err)
	}
}

func TestTheEmptyRecordHasOneCheckpoint(t *testing.T) {
	own, ownKey := aKey(t, vectorOrigin, 1)
	var none Hashes
	empty, err := none.Tree()
	if err != nil || empty.Size != 0 || empty.Root != mustHash(t, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") {
		t.Fatalf("empty tree = %d %x, %v", empty.Size, empty.Root, err)
	}
	msg, err := Checkpoint(vectorOrigin, 0, empty.Root, own)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := OpenCheckpoint(msg, vectorOrigin, note.VerifierList(ownKey)); err != nil || got != empty {
		t.Errorf("opened = %v, %v", got, err)
	}
	for _, tree := range []Tree{{0, tlog.Hash{}}, {-1, empty.Root}, {1 << 53, empty.Root}} {
		if msg, err := Checkpoint(vectorOrigin, tree.Size, tree.Root, own); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("size %d: %s, %v", tree.Size, msg, err)
		}
	}
	if msg, err := Checkpoint("a b", 0, empty.Root, own); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("an origin with a blank: %s, %v", msg, err)
	}
}

func FuzzAnOpenedCheckpointWritesBackToTheSameBytes(f *testing.F) {
	text, block, _ := strings.Cut(vectorCheckpoint, "\n\n")
	f.Add(text+"\n", "")
	f.Add(text+"\n", block)
	f.Add(text+"\n", "— witness.example MTIzNDU2Nzg=\n")
	f.Add("news.example/ukraine\n02\nmBHej1Ibzozo9OhREd3QPlqWRRuZH/aZIbhm2i7lrTN=\n", "")
	own, ownKey := aKey(f, vectorOrigin, 1)
	f.Fuzz(func(t *testing.T, text, more string) {
		if _, err := OpenCheckpoint([]byte(text+more), vectorOrigin, note.VerifierList(ownKey)); err == nil {
			t.Fatalf("%q is taken without a signature", text+more)
		}
		msg, err := note.Sign(&note.Note{Text: text}, own)
		if err != nil {
			return
		}
		tree, err := OpenCheckpoint([]byte(string(msg)+more), vectorOrigin, note.VerifierList(ownKey))
		if err != nil {
			return
		}
		again, err := Checkpoint(vectorOrigin, tree.Size, tree.Root, own)
		if err != nil || !bytes.Equal(again, msg) {
			t.Fatalf("%q writes back as %q, %v", msg, again, err)
		}
		for line := range strings.Lines(more) {
			_, b64, _ := strings.Cut(strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "— "), " ")
			if _, err := base64.StdEncoding.Strict().DecodeString(b64); err != nil {
				t.Fatalf("%q is taken as a signature: %v", line, err)
			}
		}
	})
}

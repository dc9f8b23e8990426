package record

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
)

func TestAnOriginMustFitAKeyName(t *testing.T) {
	for _, good := range []string{"a", vectorOrigin, "xn--80aa.example:8443/war", strings.Repeat("o", 255), "d0h6r2t8w4y1z7p3"} {
		if err := CheckOrigin(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", " ", "a b", "a+b", "a\nb", "a\x00", "a\x7f", "новини.example", "a\u00a0b", "\xff", strings.Repeat("o", 256)} {
		if err := CheckOrigin(bad); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%q: %v", bad, err)
		}
		if s, v, err := NewKey(bytes.NewReader(countingBytes(32)), bad); err == nil || s+v != "" {
			t.Errorf("%q has the key %s", bad, v)
		}
	}
}

func TestANewKeyNeedsAllItsRandomness(t *testing.T) {
	if s, v, err := NewKey(bytes.NewReader(countingBytes(31)), vectorOrigin); !errors.Is(err, io.ErrUnexpectedEOF) || s+v != "" {
		t.Errorf("key %s, %v", v, err)
	}
}

func TestTheTwoHalvesOfAKeyBelongTogether(t *testing.T) {
	for i := range byte(64) { // in many of these keys the base 64 holds a plus
		signerKey, verifierKey, err := NewKey(bytes.NewReader(bytes.Repeat([]byte{i}, 32)), vectorOrigin)
		if err != nil {
			t.Fatal(err)
		}
		signer, err := NewSigner(signerKey + "\n")
		if err != nil {
			t.Fatal(err)
		}
		verifier, err := NewVerifier("  " + verifierKey + "\r\n")
		if err != nil {
			t.Fatal(err)
		}
		sig, err := signer.Sign([]byte("text"))
		if err != nil || !verifier.Verify([]byte("text"), sig) || verifier.Verify([]byte("tex"), sig) {
			t.Errorf("key %d: the signature does not verify, or verifies too much; %v", i, err)
		}
		if signer.Name() != vectorOrigin || verifier.Name() != vectorOrigin || signer.KeyHash() != verifier.KeyHash() {
			t.Errorf("key %d: %s %x, %s %x", i, signer.Name(), signer.KeyHash(), verifier.Name(), verifier.KeyHash())
		}
		if public, err := VerifierKey(signerKey); err != nil || public != verifierKey {
			t.Errorf("key %d: public half %s, %v; want %s", i, public, err, verifierKey)
		}
	}
}

func TestAKeyIsReadInOneSpelling(t *testing.T) {
	_, unusable, err := note.GenerateKey(bytes.NewReader(countingBytes(64)), "новини.example")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := note.NewVerifier(unusable); err != nil {
		t.Fatalf("the case is broken otherwise: %v", err)
	}
	for name, key := range map[string]string{
		"empty":           "",
		"no plus":         "news.example/ukraine",
		"cut short":       vectorKey[:len(vectorKey)-1],
		"a letter more":   vectorKey + "A",
		"another origin":  "x" + vectorKey,
		"another id":      strings.Replace(vectorKey, "5df962d3", "5df962d4", 1),
		"capital id":      strings.Replace(vectorKey, "5df962d3", "5DF962D3", 1),
		"a line inside":   strings.Replace(vectorKey, "AQOhB7", "AQO\nhB7", 1),
		"the secret half": vectorSigner,
		"origin unusable": unusable,
	} {
		if v, err := NewVerifier(key); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v, %v", name, v, err)
		}
		if f, err := Fingerprint(key); err == nil || f != "" {
			t.Errorf("%s: fingerprint %q", name, f)
		}
	}
}

func TestASecretNeverStandsInAnError(t *testing.T) {
	const secret = "AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
	for _, key := range []string{"", vectorKey, secret, vectorSigner[1:], strings.Replace(vectorSigner, "5df962d3", "00000000", 1),
		vectorSigner + "AAAA", strings.Replace(vectorSigner, "news", "nëws", 1)} {
		_, err1 := NewSigner(key)
		_, err2 := VerifierKey(key)
		_, err3 := NewVerifier(key)
		for _, err := range []error{err1, err2} {
			if brief.KindOf(err) != brief.KindInvalid {
				t.Errorf("%q is taken: %v", key, err)
			}
		}
		for err := errors.Join(err1, err2, err3); err != nil; err = errors.Unwrap(err) {
			if strings.Contains(err.Error(), secret[8:16]) {
				t.Errorf("the error tells the secret: %v", err)
			}
		}
	}
}

func TestAFingerprintIsShortAndFollowsTheKeyAlone(t *testing.T) {
	got, err := Fingerprint(vectorKey)
	if err != nil || got != vectorFinger {
		t.Errorf("fingerprint = %q, %v", got, err)
	}
	if again, err := Fingerprint(" " + vectorKey + "\n"); err != nil || again != got {
		t.Errorf("with blanks around = %q, %v", again, err)
	}
	if !regexp.MustCompile(`^([0-9a-f]{4} ){5}[0-9a-f]{4}$`).MatchString(got) {
		t.Errorf("%q is not six groups of four", got)
	}
	_, otherOrigin, err := NewKey(bytes.NewReader(countingBytes(32)), "news.example/belarus")
	if err != nil {
		t.Fatal(err)
	}
	if other, err := Fingerprint(otherOrigin); err != nil || other == got {
		t.Errorf("the same key for another record = %q, %v", other, err)
	}
}

package record

import (
	"bytes"
	"strings"
	"testing"
	"time"

	formats "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
)

// Made by another program in another language, with its own Ed25519: the key of the seed 00 01 ... 1f, and what it signs
// at 10:20:30 on 1 March 2025 under the checkpoint of docs/record.md.
const (
	vectorWitness       = "witness.example/w1"
	vectorWitnessKey    = "witness.example/w1+e75f6532+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
	vectorWitnessSecret = "PRIVATE+KEY+witness.example/w1+e75f6532+BAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
	vectorCosignature   = "— witness.example/w1 519lMgAAAABnwt9u/e1lkiTroXyW3ZIHFZs4Lg6QRG4046CJ66Z0IP9FSLvmx8qhVLL7sT4Io/Tt8teCNAX7S8kzqGQqp1W5ZFv4BQ==\n"
)

var vectorCosigned = time.Date(2025, 3, 1, 10, 20, 30, 0, time.UTC)

func TestCosignatureHasTheBytesOfTheVector(t *testing.T) {
	secret, public, err := NewWitnessKey(bytes.NewReader(countingBytes(32)), vectorWitness)
	if err != nil || secret != vectorWitnessSecret || public != vectorWitnessKey {
		t.Fatalf("%v\n%s\n%s", err, secret, public)
	}
	c, err := NewCosigner(secret + "\n")
	if err != nil || c.Name() != vectorWitness || c.VerifierKey() != vectorWitnessKey {
		t.Fatal(err)
	}
	got, err := c.Cosign([]byte(vectorCheckpoint), vectorCosigned.Add(900*time.Millisecond))
	if err != nil || got.Line != vectorCosignature || !got.At.Equal(vectorCosigned) {
		t.Errorf("%v\n%s", err, got.Line)
	}
	v, err := NewWitnessVerifier(" " + vectorWitnessKey + "\n")
	if err != nil {
		t.Fatal(err)
	}
	if found, err := FindCosignature([]byte(vectorCheckpoint), []byte(vectorCosignature), v); err != nil || found.Line != vectorCosignature || !found.At.Equal(vectorCosigned) {
		t.Error(found, err)
	}
	both := vectorCheckpoint + vectorCosignature
	if tree, c, err := OpenCosigned([]byte(both), vectorOrigin, v); err != nil || tree != vectorTree(t) || !c.At.Equal(vectorCosigned) {
		t.Error(tree, err)
	}
	key, err := NewVerifier(vectorKey)
	if err != nil {
		t.Fatal(err)
	}
	if alone, err := Alone([]byte(both), key); err != nil || string(alone) != vectorCheckpoint {
		t.Errorf("%v\n%s", err, alone)
	}
	if _, err := Alone([]byte(both), v); err != nil {
		t.Error("a checkpoint with the witness's line alone: ", err)
	}
	if _, err := Alone([]byte(vectorCheckpoint), v); brief.KindOf(err) != brief.KindInvalid {
		t.Error("a line that is not there was found: ", err)
	}
	if origin, tree, err := Claimed([]byte(both)); origin != vectorOrigin || tree != vectorTree(t) || err != nil {
		t.Error(origin, tree, err)
	}
	if tree, err := OpenCheckpoint([]byte(both), vectorOrigin, vectorVerifiers(t)); err != nil || tree != vectorTree(t) {
		t.Error("a reader who knows no witness does not take the checkpoint: ", err)
	}
}

// The other implementation takes our cosignatures, and we take its.
func TestCosignaturesAreThoseOfTransparencyDev(t *testing.T) {
	theirs, err := formats.NewSignerForCosignatureV1(vectorWitnessSecret)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: vectorCheckpoint[:strings.Index(vectorCheckpoint, "\n\n")+1]}, theirs)
	if err != nil {
		t.Fatal(err)
	}
	ours, err := NewWitnessVerifier(vectorWitnessKey)
	if err != nil {
		t.Fatal(err)
	}
	if _, c, err := OpenCosigned(signed, vectorOrigin, ours); err != nil || c.At.IsZero() {
		t.Error("theirs with ours: ", err)
	}
	if n, err := note.Open(signed, note.VerifierList(ours)); err != nil || len(n.Sigs) != 1 {
		t.Error("theirs with ours, as a note: ", err)
	}
	check, err := formats.NewVerifierForCosignatureV1(vectorWitnessKey)
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Open([]byte(vectorCheckpoint+vectorCosignature), note.VerifierList(check))
	if err != nil || len(n.Sigs) != 1 {
		t.Fatal("ours with theirs: ", err)
	}
	if at, err := formats.CoSigV1Timestamp(n.Sigs[0]); err != nil || !at.Equal(vectorCosigned) {
		t.Error("they read the time as ", at, err)
	}
}

func TestEverySingleBitFlipOfACosignatureIsRefused(t *testing.T) {
	v, err := NewWitnessVerifier(vectorWitnessKey)
	if err != nil {
		t.Fatal(err)
	}
	flips([]byte(vectorCosignature), func(bit int, line []byte) {
		// The dash and the last line feed are not signed; the line that is given back is written anew.
		if c, err := FindCosignature([]byte(vectorCheckpoint), line, v); err == nil && c.Line != vectorCosignature {
			t.Errorf("bit %d: %s", bit, line)
		}
	})
	text := vectorCheckpoint[:strings.Index(vectorCheckpoint, "\n\n")+2]
	flips([]byte(text), func(bit int, changed []byte) {
		if _, err := FindCosignature(changed, []byte(vectorCosignature), v); err == nil {
			t.Errorf("bit %d of the checkpoint: %s", bit, changed)
		}
	})
}

func TestWitnessKeysHaveOneSpelling(t *testing.T) {
	for what, key := range map[string]string{
		"nothing":             "",
		"a key of a record":   "news.example/ukraine+5df962d3+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
		"another id":          strings.Replace(vectorWitnessKey, "e75f6532", "e75f6533", 1),
		"capitals in the id":  strings.Replace(vectorWitnessKey, "e75f6532", "E75F6532", 1),
		"another name":        "x" + vectorWitnessKey,
		"no padding, longer":  vectorWitnessKey + "AAAA",
		"a byte less":         strings.TrimSuffix(vectorWitnessKey, "VTG4") + "VTE=",
		"a blank in the name": strings.Replace(vectorWitnessKey, "/", " ", 1),
		"a secret key":        vectorWitnessSecret,
		"url-safe base 64":    strings.ReplaceAll(strings.Replace(vectorWitnessKey, "w1+", "w1=", 1), "/", "_"),
	} {
		if v, err := NewWitnessVerifier(key); brief.KindOf(err) != brief.KindInvalid || v != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, key := range map[string]string{
		"nothing":            "",
		"the public key":     vectorWitnessKey,
		"another id":         strings.Replace(vectorWitnessSecret, "e75f6532", "e75f6533", 1),
		"a record's key":     "PRIVATE+KEY+news.example/ukraine+5df962d3+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
		"twice PRIVATE+KEY+": "PRIVATE+KEY+" + vectorWitnessSecret,
	} {
		if _, err := NewCosigner(key); brief.KindOf(err) != brief.KindInvalid || key != "" && strings.Contains(err.Error(), key) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, _, err := NewWitnessKey(bytes.NewReader(countingBytes(32)), "two words"); brief.KindOf(err) != brief.KindInvalid {
		t.Error(err)
	}
}

func TestAWitnessOpensNoCheckpointAndARecordsKeyNoCosignature(t *testing.T) {
	v, err := NewWitnessVerifier(vectorWitnessKey)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenCheckpoint([]byte(vectorCheckpoint+vectorCosignature), vectorOrigin, note.VerifierList(v)); err == nil {
		t.Error("a witness's signature passes for the publisher's")
	}
	record, err := NewVerifier(vectorKey)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := FindCosignature([]byte(vectorCheckpoint), []byte(vectorCheckpoint), record); err == nil {
		t.Error("the publisher's signature passes for a cosignature")
	}
}

func TestNothingIsCosignedThatIsNoCheckpoint(t *testing.T) {
	c, err := NewCosigner(vectorWitnessSecret)
	if err != nil {
		t.Fatal(err)
	}
	for what, msg := range map[string]string{
		"nothing":           "",
		"only blank lines":  "\n\n",
		"no signature part": "news.example/ukraine\n2\nmBHej1Ibzozo9OhREd3QPlqWRRuZH/aZIbhm2i7lrTM=\n",
		"an extension line": strings.Replace(vectorCheckpoint, "\n\n", "\nmore\n\n", 1),
		"a manifest":        "livebrief mirror 1\norigin x\nedition 2\n\n— x AAAA\n",
		"a size of 02":      strings.Replace(vectorCheckpoint, "\n2\n", "\n02\n", 1),
	} {
		if got, err := c.Cosign([]byte(msg), vectorCosigned); brief.KindOf(err) != brief.KindInvalid || got.Line != "" {
			t.Errorf("%s: %v %q", what, err, got.Line)
		}
	}
	if _, err := c.Cosign([]byte(vectorCheckpoint), time.Time{}); brief.KindOf(err) != brief.KindInvalid {
		t.Error("a clock before 1970 signs: ", err)
	}
}

func TestTheLatestOfSeveralCosignaturesCounts(t *testing.T) {
	c, err := NewCosigner(vectorWitnessSecret)
	if err != nil {
		t.Fatal(err)
	}
	later, err := c.Cosign([]byte(vectorCheckpoint), vectorCosigned.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	other := "— else.example AAAAAAA=\n"
	for _, lines := range []string{vectorCosignature + later.Line + other, other + later.Line + vectorCosignature} {
		if got, err := FindCosignature([]byte(vectorCheckpoint), []byte(lines), c.Verifier()); err != nil || got != later {
			t.Errorf("%v %v", got, err)
		}
	}
}

func FuzzAWitnessKeyWritesBack(f *testing.F) {
	for _, seed := range []string{vectorWitnessKey, vectorWitnessSecret, "a+b+BA==", "+", "++", strings.Repeat("+", 9)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, key string) {
		if v, err := NewWitnessVerifier(key); err == nil {
			w := v.(witnessVerifier)
			if again := spellWitnessKey(w.name, w.public, w.public); again != strings.TrimSpace(key) {
				t.Fatalf("%q writes back as %q", key, again)
			}
		}
		if c, err := NewCosigner(key); err == nil && !strings.HasPrefix(strings.TrimSpace(key), "PRIVATE+KEY+"+c.Name()+"+") {
			t.Fatalf("%q is the key of %q", key, c.Name())
		}
	})
}

func FuzzFoundCosignaturesAreTheWitnesss(f *testing.F) {
	f.Add(vectorCheckpoint, vectorCosignature)
	f.Add(vectorCheckpoint+vectorCosignature, vectorCheckpoint+vectorCosignature)
	f.Add("a\n0\n\n\n", "— \n")
	f.Fuzz(func(t *testing.T, checkpoint, lines string) {
		v, err := NewWitnessVerifier(vectorWitnessKey)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := FindCosignature([]byte(checkpoint), []byte(lines), v); err == nil && c.Line != vectorCosignature {
			t.Fatalf("%q in %q", c.Line, lines)
		}
	})
}

package witness

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	formats "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/record"
)

func TestAnswersAreThoseOfTheProtocol(t *testing.T) {
	p := newPublisher(t, 1, 300, 0)
	stranger := newPublisher(t, 2, 300, 0)
	h := newHut(t, p)
	h.cosigned(t, p, 0, 100)
	wrong := tlog.TreeProof{tlog.RecordHash([]byte("wrong"))}
	otherOrigin := strings.ReplaceAll(p.request(t, 100, 200), origin, "else.example/war")
	for _, c := range []struct {
		what, request string
		status        int
	}{
		{"nothing", "", http.StatusBadRequest},
		{"no empty line", "old 100\n" + string(p.checkpoint(t, 200)[:20]), http.StatusBadRequest},
		{"no old line", "\n" + string(p.checkpoint(t, 200)), http.StatusBadRequest},
		{"old with a zero in front", strings.Replace(p.request(t, 100, 200), "old 100", "old 0100", 1), http.StatusBadRequest},
		{"old with a plus", strings.Replace(p.request(t, 100, 200), "old 100", "old +100", 1), http.StatusBadRequest},
		{"a negative old size", strings.Replace(p.request(t, 100, 200), "old 100", "old -1", 1), http.StatusBadRequest},
		{"old beyond all records", strings.Replace(p.request(t, 100, 200), "old 100", "old 9007199254740992", 1), http.StatusBadRequest},
		{"two blanks after old", strings.Replace(p.request(t, 100, 200), "old 100", "old  100", 1), http.StatusBadRequest},
		{"a proof line that is no base 64", strings.Replace(p.request(t, 100, 200), "old 100\n", "old 100\n????\n", 1), http.StatusBadRequest},
		{"a proof line with 31 bytes", strings.Replace(p.request(t, 100, 200), "old 100\n", "old 100\n"+strings.Repeat("A", 41)+"=\n", 1), http.StatusBadRequest},
		{"64 hashes", body(100, make(tlog.TreeProof, 64), p.checkpoint(t, 200)), http.StatusBadRequest},
		{"old larger than the checkpoint", body(201, nil, p.checkpoint(t, 200)), http.StatusBadRequest},
		{"no checkpoint", "old 100\n\nhello\n", http.StatusBadRequest},
		{"a request of 64 KB and more", body(100, nil, append(p.checkpoint(t, 200), strings.Repeat("x", 64<<10)...)), http.StatusRequestEntityTooLarge},
		{"a record that is not followed", otherOrigin, http.StatusNotFound},
		{"a stranger's key by the same name", stranger.request(t, 100, 200), http.StatusForbidden},
		{"a signature of another checkpoint", strings.Replace(p.request(t, 100, 200), "\n200\n", "\n199\n", 1), http.StatusForbidden},
		{"a proof that does not hold", body(100, wrong, p.checkpoint(t, 200)), http.StatusUnprocessableEntity},
		{"a proof that is missing", body(100, nil, p.checkpoint(t, 200)), http.StatusUnprocessableEntity},
		{"a proof to the same size", body(100, wrong, p.checkpoint(t, 100)), http.StatusUnprocessableEntity},
		{"63 hashes", body(100, make(tlog.TreeProof, 63), p.checkpoint(t, 200)), http.StatusUnprocessableEntity},
	} {
		if status, _, answer := h.push(t, c.request); status != c.status {
			t.Errorf("%s: status %d, want %d: %s", c.what, status, c.status, answer)
		}
	}
	for _, old := range []int64{0, 99, 150} {
		status, contentType, answer := h.push(t, p.request(t, old, 200))
		if status != http.StatusConflict || contentType != "text/x.tlog.size" || answer != "100\n" {
			t.Errorf("old %d: %d %s %q", old, status, contentType, answer)
		}
	}
	h.innocent(t)
	h.cosigned(t, p, 100, 200)
	h.cosigned(t, p, 200, 200)
	if res, err := http.Get(h.url + "/add-checkpoint"); err != nil || res.StatusCode != http.StatusMethodNotAllowed {
		t.Error("GET is answered")
	}
}

// A request as in the example of the specification, written by hand: four lines of proof, and two signatures of which the
// witness knows one.
func TestARequestWrittenByHandIsTaken(t *testing.T) {
	p := newPublisher(t, 1, 13, 0)
	h := newHut(t, p)
	h.cosigned(t, p, 0, 6)
	unknown := "— news.example/ukraine opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n"
	status, _, answer := h.push(t, p.request(t, 6, 13)+unknown)
	if status != http.StatusOK || strings.Count(answer, "\n") != 1 || !strings.HasPrefix(answer, "— witness.example/w1 ") {
		t.Fatalf("%d %q", status, answer)
	}
	theirs, err := formats.NewVerifierForCosignatureV1(h.Key())
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Open(append(p.checkpoint(t, 13), answer...), note.VerifierList(theirs))
	if err != nil || len(n.Sigs) != 1 {
		t.Fatal("transparency-dev does not take the cosignature: ", err)
	}
	if at, err := formats.CoSigV1Timestamp(n.Sigs[0]); err != nil || !at.Equal(time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)) {
		t.Error(at, err)
	}
}

func TestTheNewestCosignedCheckpointCanBeRead(t *testing.T) {
	p := newPublisher(t, 1, 20, 0)
	h := newHut(t, p)
	for _, path := range []string{"/checkpoint", "/checkpoint?origin=else", "/checkpoint?origin=" + origin} {
		if _, err := fetch(t.Context(), h.url+path); err == nil || !strings.Contains(err.Error(), "404") {
			t.Errorf("%s: %v", path, err)
		}
	}
	h.cosigned(t, p, 0, 20)
	got := h.get(t, "/checkpoint?origin="+origin)
	if !strings.HasPrefix(got, string(p.checkpoint(t, 20))) {
		t.Errorf("%s", got)
	}
	if tree, _, err := record.OpenCosigned([]byte(got), origin, h.verifier(t)); err != nil || tree != p.trees[20] {
		t.Error(tree, err)
	}
	if page := h.get(t, "/"); !strings.Contains(page, "witness.example/w1") || !strings.Contains(page, origin) || !strings.Contains(page, "entry 20, 1 March 2025, 10:00 UTC") {
		t.Error(page)
	}
}

func TestARestartForgetsNothing(t *testing.T) {
	p := newPublisher(t, 1, 300, 0)
	h := newHut(t, p)
	key := h.Key()
	h.cosigned(t, p, 0, 100)
	h.again(t)
	if h.Key() != key {
		t.Error("a new key")
	}
	if status, _, answer := h.push(t, p.request(t, 0, 50)); status != http.StatusConflict || answer != "100\n" {
		t.Errorf("a rollback: %d %q", status, answer)
	}
	h.cosigned(t, p, 100, 101)
	for path, mode := range map[string]os.FileMode{"key": 0o600, "seen/" + idOf(origin): 0o600, "seen": 0o700, "evidence": 0o700} {
		if info, err := os.Stat(filepath.Join(h.dir, path)); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v %v", path, info.Mode(), err)
		}
	}
}

// Between the sync and the answer the power goes: the log never saw the cosignature, and gets it when it asks again.
func TestAPowerLossBeforeTheAnswerCostsOneMoreQuestion(t *testing.T) {
	p := newPublisher(t, 1, 300, 0)
	h := newHut(t, p)
	h.cosigned(t, p, 0, 100)
	r, s, err := h.Witness.open(p.checkpoint(t, 200))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.cosign(r, s); err != nil {
		t.Fatal(err)
	}
	h.again(t)
	if status, _, answer := h.push(t, p.request(t, 100, 200)); status != http.StatusConflict || answer != "200\n" {
		t.Fatalf("%d %q", status, answer)
	}
	h.cosigned(t, p, 200, 200)
}

// What cannot be kept is not cosigned.
func TestNoCosignatureLeavesBeforeItIsOnTheDisk(t *testing.T) {
	p := newPublisher(t, 1, 300, 0)
	h := newHut(t, p)
	h.cosigned(t, p, 0, 100)
	name := filepath.Join(h.dir, "seen", idOf(origin))
	kept, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(name, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if status, _, answer := h.push(t, p.request(t, 100, 200)); status != http.StatusInternalServerError || strings.Contains(answer, "—") {
		t.Fatalf("%d %q", status, answer)
	}
	if err := os.RemoveAll(name); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, kept, 0o600); err != nil {
		t.Fatal(err)
	}
	h.cosigned(t, p, 100, 200)
}

func TestAWitnessThatForgotDoesNotStart(t *testing.T) {
	p := newPublisher(t, 1, 100, 0)
	h := newHut(t, p)
	h.cosigned(t, p, 0, 100)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	options := Options{Name: "witness.example/w1", Now: h.clock.now}
	name := filepath.Join(h.dir, "seen", idOf(origin))
	kept, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for what, raw := range map[string]string{"empty": "", "cut": string(kept[:len(kept)/2]), "another size": strings.Replace(string(kept), "\n100\n", "\n10\n", 1),
		"only the publisher's": string(p.checkpoint(t, 100))} {
		if err := os.WriteFile(name, []byte(raw), 0o600); err != nil {
			t.Fatal(err)
		}
		if w, err := Open(h.dir, h.follows, options); err == nil {
			t.Errorf("%s: it starts", what)
			_ = w.Close()
		}
	}
	if err := os.WriteFile(name, kept, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(h.dir, "key")); err != nil {
		t.Fatal(err)
	}
	if w, err := Open(h.dir, h.follows, options); err == nil {
		t.Error("a new key over old state")
		_ = w.Close()
	}
}

func TestTwoAtOnceOnOneRecordAreTakenOneAfterTheOther(t *testing.T) {
	p := newPublisher(t, 1, 200, 0)
	h := newHut(t, p)
	h.cosigned(t, p, 0, 100)
	var all sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	for size := int64(101); size <= 140; size++ {
		request := p.request(t, 100, size)
		all.Go(func() {
			status, _, _ := h.push(t, request)
			mu.Lock()
			defer mu.Unlock()
			statuses[status]++
		})
	}
	all.Wait()
	if statuses[http.StatusOK] != 1 || statuses[http.StatusConflict] != 39 {
		t.Errorf("%v", statuses)
	}
	h.again(t)
	s, err := ReadStatus(h.dir)
	if err != nil || len(s.Records) != 1 {
		t.Fatal(err)
	}
	h.cosigned(t, p, s.Records[0].Size, 200)
}

func TestTheSameAgainIsNotWrittenAgainAtOnce(t *testing.T) {
	p := newPublisher(t, 1, 100, 0)
	h := newHut(t, p)
	_, _, first := h.push(t, p.request(t, 0, 100))
	if _, _, again := h.push(t, p.request(t, 100, 100)); again != first {
		t.Error("signed twice within a moment")
	}
	h.clock.pass(time.Minute)
	if _, _, later := h.push(t, p.request(t, 100, 100)); later == first || !strings.HasPrefix(later, "— witness.example/w1 ") {
		t.Errorf("%q", later)
	}
}

func TestASplitViewThatIsHandedInIsEvidence(t *testing.T) {
	for _, c := range []struct{ seen, pushed, old int64 }{
		{100, 100, 100}, // another root at the same size
		{100, 100, 7},   // the same, whatever the old size says
		{100, 150, 100}, // a proof from another tree
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			honest, other := newPublisher(t, 1, 200, 0), newPublisher(t, 1, 200, 50)
			h := newHut(t, honest)
			h.cosigned(t, honest, 0, c.seen)
			status, _, _ := h.push(t, other.request(t, c.old, c.pushed))
			if want := map[bool]int{true: http.StatusConflict, false: http.StatusUnprocessableEntity}[c.seen == c.pushed]; status != want {
				t.Errorf("status %d, want %d", status, want)
			}
			e := h.convicted(t, honest)
			if string(e.First) != string(honest.checkpoint(t, c.seen)) || string(e.Second) != string(other.checkpoint(t, c.pushed)) {
				t.Errorf("%s\n%s", e.First, e.Second)
			}
			if !strings.Contains(e.Finding, "Both are signed by the key news.example/ukraine+") {
				t.Error(e.Finding)
			}
			// Nothing more is cosigned, restart or not, until a person has looked.
			for range 2 {
				if status, _, answer := h.push(t, honest.request(t, c.seen, 200)); status != http.StatusForbidden || !strings.Contains(answer, "contradict") {
					t.Errorf("%d %s", status, answer)
				}
				h.again(t)
			}
			s, err := ReadStatus(h.dir)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(s.Records[0].Stopped); err != nil {
				t.Fatal(err)
			}
			h.cosigned(t, honest, c.seen, 200)
			if s, err := ReadStatus(h.dir); err != nil || s.Stopped() || len(s.Evidence) != 1 {
				t.Errorf("the evidence is gone: %+v %v", s, err)
			}
		})
	}
}

// Anybody can hand in a published checkpoint with a proof out of thin air; that convicts nobody.
func TestAWrongProofIsNoEvidence(t *testing.T) {
	p := newPublisher(t, 1, 200, 0)
	h := newHut(t, p)
	h.cosigned(t, p, 0, 100)
	proof, err := record.ProveConsistency(100, 200, &p.hashes)
	if err != nil {
		t.Fatal(err)
	}
	for i := range proof {
		bent := append(tlog.TreeProof(nil), proof...)
		bent[i][0] ^= 1
		if status, _, _ := h.push(t, body(100, bent, p.checkpoint(t, 200))); status != http.StatusUnprocessableEntity {
			t.Errorf("status %d", status)
		}
	}
	h.innocent(t)
	h.cosigned(t, p, 100, 200)
}

func FuzzARequestIsReadOrRefused(f *testing.F) {
	f.Add([]byte("old 2\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n\nnews.example/ukraine\n"))
	f.Add([]byte("old 0\n\n"))
	f.Add([]byte("old 9007199254740991\n\n\n\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		old, proof, checkpoint, err := parsePush(raw)
		if err != nil {
			return
		}
		if again := body(old, proof, checkpoint); again != string(raw) {
			t.Fatalf("%q writes back as %q", raw, again)
		}
	})
}

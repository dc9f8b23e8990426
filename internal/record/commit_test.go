package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

func published2() brief.Published {
	return brief.Published{Entry: entry2(), Body: json.RawMessage(vectorBody2), Salt: vectorSalt2()}
}

func TestASaltIsDrawnWholeOrNotAtAll(t *testing.T) {
	s, err := NewSalt(bytes.NewReader(countingBytes(40)))
	if err != nil || !slices.Equal(s[:], countingBytes(32)) {
		t.Errorf("salt = %x, %v", s, err)
	}
	if s, err := NewSalt(bytes.NewReader(countingBytes(31))); !errors.Is(err, io.ErrUnexpectedEOF) || s != (Salt{}) {
		t.Errorf("from 31 bytes: %x, %v", s, err)
	}
}

func TestABodyVerifiesInAnySpelling(t *testing.T) {
	p := published2()
	if err := VerifyEntry(p); err != nil {
		t.Error(err)
	}
	// What json.Marshal makes of a raw body: "<" becomes an escape.
	throughJSON, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back brief.Published
	if err := json.Unmarshal(throughJSON, &back); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(back.Body, p.Body) {
		t.Fatal("the case does not change the spelling")
	}
	if err := VerifyEntry(back); err != nil {
		t.Error(err)
	}
}

func TestAnEntryWithoutItsOwnBodyDoesNotVerify(t *testing.T) {
	for name, change := range map[string]func(*brief.Published){
		"another word": func(p *brief.Published) { p.Body = json.RawMessage(strings.Replace(vectorBody2, "5", "6", 1)) },
		"a key more":   func(p *brief.Published) { p.Body = json.RawMessage(strings.Replace(vectorBody2, "{", `{"a":1,`, 1)) },
		"a key twice": func(p *brief.Published) {
			p.Body = json.RawMessage(strings.Replace(vectorBody2, "{", `{"kind":"pledge",`, 1))
		},
		"no body":       func(p *brief.Published) { p.Body = nil },
		"an empty body": func(p *brief.Published) { p.Body = json.RawMessage{} },
		"broken JSON":   func(p *brief.Published) { p.Body = p.Body[1:] },
		"a list for a body": func(p *brief.Published) {
			p.Body = json.RawMessage("[" + vectorBody2 + "]")
			p.Entry.Commit = CommitTo(p.Salt, p.Body)
		},
		"no salt":         func(p *brief.Published) { p.Salt = nil },
		"another salt":    func(p *brief.Published) { p.Salt = vectorSalt1() },
		"a salt too long": func(p *brief.Published) { p.Salt, p.Body = append(p.Salt, p.Body[0]), p.Body[1:] },
		"another commit":  func(p *brief.Published) { p.Entry.Commit[31] ^= 1 },
		"a broken entry":  func(p *brief.Published) { p.Entry.V = 2 },
		"a salt that took a byte of the body": func(p *brief.Published) {
			p.Entry.Commit = CommitTo(p.Salt, []byte("1"+vectorBody2))
			p.Salt = append(p.Salt, '1')
		},
		"a commit to JSON in another spelling": func(p *brief.Published) {
			p.Body = json.RawMessage(" " + vectorBody2)
			p.Entry.Commit = CommitTo(p.Salt, p.Body)
		},
	} {
		p := published2()
		change(&p)
		if err := VerifyEntry(p); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

const replacementBody = `{"headline":"A name was removed","kind":"pledge","label":"reported","rests_on":[],"text":"","track":"aid"}`

// redacted gives entry 2 after a redaction, and the entry 5 that redacted it.
func redacted(t *testing.T) (p, by brief.Published) {
	t.Helper()
	at := time.Date(2025, 3, 2, 8, 0, 0, 0, time.UTC)
	body, err := Canonical(brief.Redaction{Target: "d0h6r2t8w4y1z7p3", Class: "safety", Reason: "It named a witness.",
		Removed: []brief.Removed{{Seq: 1}, {Seq: 2, Replacement: json.RawMessage(replacementBody)}}})
	if err != nil {
		t.Fatal(err)
	}
	e := entry2()
	e.Seq, e.Prev, e.Rev, e.Kind, e.Role, e.At = 5, 2, 2, brief.Redact, brief.Chief, at
	e.Commit = CommitTo(vectorSalt1(), body)
	by = brief.Published{Entry: e, Body: body, Salt: vectorSalt1()}
	p = brief.Published{Entry: entry2(),
		Removal: &brief.Removal{By: 5, Class: "safety", At: at, Replacement: json.RawMessage(replacementBody)}}
	return p, by
}

func TestAnOpenRemovalVerifies(t *testing.T) {
	p, by := redacted(t)
	if err := VerifyEntry(p); err != nil {
		t.Error(err)
	}
	if err := VerifyRemoval(p, by); err != nil {
		t.Error(err)
	}
	p.Removal.Replacement = json.RawMessage(" " + replacementBody)
	if err := VerifyRemoval(p, by); err != nil {
		t.Errorf("replacement in another spelling: %v", err)
	}
	p.Entry, p.Removal.Replacement = entry1(), nil
	p.Entry.Item = "d0h6r2t8w4y1z7p3"
	if err := VerifyRemoval(p, by); err != nil {
		t.Errorf("no replacement: %v", err)
	}
}

func TestARemovalThatHidesSomethingDoesNotVerify(t *testing.T) {
	for name, change := range map[string]func(p, by *brief.Published){
		"the body is still there":    func(p, by *brief.Published) { p.Body = json.RawMessage(vectorBody2) },
		"the salt is still there":    func(p, by *brief.Published) { p.Salt = vectorSalt2() },
		"removed by itself":          func(p, by *brief.Published) { p.Removal.By = 2 },
		"removed before it was made": func(p, by *brief.Published) { p.Removal.By = 1 },
		"no class":                   func(p, by *brief.Published) { p.Removal.Class = "" },
		"a broken entry":             func(p, by *brief.Published) { p.Entry.Rev = 0 },
	} {
		p, by := redacted(t)
		change(&p, &by)
		if err := VerifyEntry(p); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
		if err := VerifyRemoval(p, by); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s, against the redaction: %v", name, err)
		}
	}
}

func TestARemovalMustBeTheOneThatTheRedactionOrdered(t *testing.T) {
	rewrite := func(t *testing.T, by *brief.Published, old, new string) {
		body := strings.Replace(string(by.Body), old, new, 1)
		if body == string(by.Body) {
			t.Fatalf("%q is not in %s", old, by.Body)
		}
		by.Body = json.RawMessage(body)
		by.Entry.Commit = CommitTo(by.Salt, by.Body)
	}
	for name, change := range map[string]func(t *testing.T, p, by *brief.Published){
		"not removed at all":     func(t *testing.T, p, by *brief.Published) { *p = published2() },
		"named another entry":    func(t *testing.T, p, by *brief.Published) { p.Removal.By = 4 },
		"of another briefing":    func(t *testing.T, p, by *brief.Published) { by.Entry.Briefing = "other" },
		"at another time":        func(t *testing.T, p, by *brief.Published) { p.Removal.At = p.Removal.At.Add(time.Hour) },
		"of another class":       func(t *testing.T, p, by *brief.Published) { p.Removal.Class = "law" },
		"another replacement":    func(t *testing.T, p, by *brief.Published) { p.Removal.Replacement = json.RawMessage(`{}`) },
		"replacement left out":   func(t *testing.T, p, by *brief.Published) { p.Removal.Replacement = nil },
		"of another item":        func(t *testing.T, p, by *brief.Published) { p.Entry.Item = "other" },
		"of an entry not listed": func(t *testing.T, p, by *brief.Published) { p.Entry.Seq = 3 },
		"by an update":           func(t *testing.T, p, by *brief.Published) { by.Entry.Kind = brief.Update },
		"by a forged redaction":  func(t *testing.T, p, by *brief.Published) { by.Salt = vectorSalt2() },
		"by a removed redaction": func(t *testing.T, p, by *brief.Published) {
			by.Removal, by.Body, by.Salt = &brief.Removal{By: 9, Class: "law"}, nil, nil
		},
		"by a body of other type": func(t *testing.T, p, by *brief.Published) {
			rewrite(t, by, `"reason":"It named a witness."`, `"reason":7`)
		},
		"by one for another item": func(t *testing.T, p, by *brief.Published) {
			rewrite(t, by, `"target":"d0h6r2t8w4y1z7p3"`, `"target":"other"`)
		},
	} {
		p, by := redacted(t)
		change(t, &p, &by)
		if err := VerifyRemoval(p, by); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

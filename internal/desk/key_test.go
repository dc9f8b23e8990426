package desk

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// declaration gives one of a first key.
func declaration(t *testing.T, expires string) []byte {
	t.Helper()
	_, _, whole, err := record.NewKeys(strings.NewReader(strings.Repeat("some randomness ", 8)), "news.example/war", expires)
	if err != nil {
		t.Fatal(err)
	}
	return whole
}

func TestAKeyIsDeclaredInPublic(t *testing.T) {
	r := newRoom(t, nil)
	whole := declaration(t, "2023-12-30")
	o, err := r.DeclareKey(context.Background(), noon, chief, KeyOrder{Briefing: r.id, Declaration: whole, Note: " The year is over. "})
	if err != nil || o.Entry.Kind != brief.EntryKey || o.Entry.Item != brief.ItemKey || o.Entry.Role != brief.Chief {
		t.Fatalf("%+v, %v", o, err)
	}
	var body brief.KeyDeclared
	if err := json.Unmarshal(r.book.entries[o.Entry.Seq-1].Body, &body); err != nil || body.Declaration != string(whole) || body.Note != "The year is over." {
		t.Errorf("%+v, %v", body, err)
	}
}

func TestAKeyThatHoldsNoLongerIsNotDeclared(t *testing.T) {
	r := newRoom(t, nil)
	for words, o := range map[string]KeyOrder{
		"expires on 2022-12-29": {Declaration: declaration(t, "2022-12-29")},
		"is not one":            {Declaration: []byte("a key, believe me")},
		"cannot be shown":       {Declaration: declaration(t, "2023-12-30"), Note: "\x00"},
	} {
		o.Briefing = r.id
		_, err := r.DeclareKey(context.Background(), noon, chief, o)
		refused(t, err, brief.KindInvalid, words)
	}
	if _, err := r.DeclareKey(context.Background(), noon, chief, KeyOrder{Briefing: r.id, Declaration: declaration(t, "2022-12-30")}); err != nil {
		t.Errorf("on its last day: %v", err)
	}
	_, err := r.Redact(context.Background(), noon, chief, RedactOrder{Briefing: r.id, Item: brief.ItemKey, Class: "law", Reason: "An order."})
	refused(t, err, brief.KindInvalid, "cannot be removed")
}

func TestABriefingDoesNotMakeItsOwnDeclaration(t *testing.T) {
	r := newRoom(t, func(b *brief.Briefing) { b.Declaration = "mine" })
	b := r.book.state().Briefing
	if b.Declaration != "" {
		t.Errorf("%q", b.Declaration)
	}
	b.Declaration = "mine"
	if _, err := r.Edit(context.Background(), noon, chief, r.id, b, 1, ""); err != nil || r.book.state().Briefing.Declaration != "" {
		t.Errorf("%q, %v", r.book.state().Briefing.Declaration, err)
	}
}

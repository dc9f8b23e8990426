package desk

import (
	"context"
	"testing"
	"time"

	"livebrief/internal/brief"
)

func TestWhoCanDoWhat(t *testing.T) {
	const yes, no = true, false
	table := map[Verb][3]bool{ // reporter, editor, chief
		"add-report": {yes, yes, yes}, "read-inbox": {yes, yes, yes}, "apart": {yes, yes, yes}, "together": {yes, yes, yes}, "draft": {yes, yes, yes},
		"publish": {no, yes, yes}, "update": {no, yes, yes}, "correct": {no, yes, yes}, "refile": {no, yes, yes},
		"hold": {no, yes, yes}, "withdraw": {no, yes, yes}, "glance": {no, yes, yes}, "sources": {no, yes, yes}, "lists": {no, yes, yes},
		"propose-outcome": {yes, yes, yes}, "record-statement": {no, yes, yes}, "decide-outcome": {no, yes, yes},
		"propose-map": {yes, yes, yes}, "approve-map": {no, yes, yes},
		"propose-numbers": {yes, yes, yes}, "approve-numbers": {no, yes, yes},
		"redact": {no, no, yes}, "create-briefing": {no, no, yes}, "edit-briefing": {no, no, yes}, "people": {no, no, yes},
		"audit": {no, no, yes}, "keys": {no, no, yes}, "backup": {no, no, yes},
	}
	if len(table) != len(Verbs) {
		t.Errorf("%d verbs in the table, %d in the program", len(table), len(Verbs))
	}
	for _, verb := range Verbs {
		for i, role := range brief.Roles {
			err := Can(role, verb)
			if (err == nil) != table[verb][i] {
				t.Errorf("%s %s: %v", role, verb, err)
			}
			if err != nil && brief.KindOf(err) != brief.KindForbidden {
				t.Errorf("%s %s: %v is not Forbidden", role, verb, err)
			}
		}
	}
}

func TestWhatIsNotAllowedIsForbidden(t *testing.T) {
	for _, c := range []struct {
		role brief.Role
		verb Verb
	}{{"", Publish}, {"owner", Draft}, {"Chief", Publish}, {brief.Chief, ""}, {brief.Chief, "delete"}, {brief.Chief, "Publish"}, {"", ""}} {
		refused(t, Can(c.role, c.verb), brief.KindForbidden, "")
	}
}

func TestEveryActAsksWhoDoesIt(t *testing.T) {
	r := newRoom(t, nil)
	item := r.publish()
	ctx, left := context.Background(), chief
	left.Revoked = noon.Add(-time.Hour)
	for name, do := range map[string]func(who brief.Person) error{
		"do": func(who brief.Person) error {
			_, err := r.Do(ctx, noon, who, Change{Briefing: r.id, Kind: brief.Publish, Development: development()})
			return err
		},
		"glance": func(who brief.Person) error {
			_, err := r.SetGlance(ctx, noon, who, GlanceEdit{Briefing: r.id, Add: []brief.Line{{Text: "A line said on May 2."}}})
			return err
		},
		"redact": func(who brief.Person) error {
			_, err := r.Redact(ctx, noon, who, RedactOrder{Briefing: r.id, Item: item, Class: "law", Reason: "An order."})
			return err
		},
		"create": func(who brief.Person) error {
			_, _, err := r.Create(ctx, noon, who, brief.Briefing{Name: "x", Title: "X"}, "o", time.Time{})
			return err
		},
		"key": func(who brief.Person) error {
			_, err := r.DeclareKey(ctx, noon, who, KeyOrder{Briefing: r.id, Declaration: declaration(t, "2023-12-30")})
			return err
		},
		"edit": func(who brief.Person) error {
			_, err := r.Edit(ctx, noon, who, r.id, r.book.state().Briefing, 1, "")
			return err
		},
	} {
		n := len(r.book.entries)
		for _, who := range []brief.Person{{}, reporter, left} {
			if err := do(who); brief.KindOf(err) != brief.KindForbidden {
				t.Errorf("%s by %+v: %v", name, who, err)
			}
		}
		if len(r.book.entries) != n {
			t.Errorf("%s wrote something", name)
		}
	}
}

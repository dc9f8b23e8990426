package store

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

func TestAListIsKeptWithItsRevisionsAndWhoMadeThem(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h.begin("storm", false)
		if _, err := h.AddPerson(ctx, brief.Person{ID: "p1", Name: "Zoë", Role: brief.Editor}, [32]byte{1}); err != nil {
			t.Fatal(err)
		}
		if got, err := h.List(ctx, "flood", brief.ListOfNames); err != nil || got != (brief.DeskList{Briefing: "flood", Name: brief.ListOfNames}) {
			t.Errorf("a list that nobody wrote is %+v, %v", got, err)
		}
		first := brief.DeskList{Briefing: "flood", Name: brief.ListOfNames, Text: "Ada Brun: Адa\n", Person: "p1"}
		kept, err := h.SaveList(ctx, first, "lists")
		want := first
		want.Rev, want.At = 1, noon
		if err != nil || kept != want {
			t.Errorf("%+v, %v", kept, err)
		}
		kept.Text = ""
		if kept, err = h.SaveList(ctx, kept, "lists"); err != nil || kept.Rev != 2 {
			t.Errorf("%+v, %v", kept, err)
		}
		places := brief.DeskList{Briefing: "flood", Name: brief.ListOfPlaces, Text: "x", Person: "p1"}
		if _, err := h.SaveList(ctx, places, "lists"); err != nil {
			t.Error(err)
		}
		again := openAt(t, h.url)
		places.Rev, places.At = 1, noon
		if got, err := again.Lists(ctx, "flood"); err != nil || !reflect.DeepEqual(got, []brief.DeskList{kept, places}) {
			t.Errorf("%+v, %v", got, err)
		}
		if got, err := again.Lists(ctx, "storm"); err != nil || len(got) != 0 {
			t.Errorf("%+v, %v", got, err)
		}
		var said []string
		log, err := again.AuditOf(ctx, "flood", "lists", 0)
		for _, a := range log {
			said = append(said, a.Name+" "+a.Object)
		}
		if err != nil || strings.Join(said, "; ") != "Zoë places, revision 1; Zoë names, revision 2; Zoë names, revision 1" {
			t.Errorf("the audit says %q, %v", said, err)
		}
		if log, err := again.AuditOf(ctx, "storm", "lists", 0); err != nil || len(log) != 0 {
			t.Errorf("%v, %v", log, err)
		}
	})
}

func TestAStaleListOverwritesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		save := func(rev int, text string) error {
			_, err := h.SaveList(ctx, brief.DeskList{Briefing: "flood", Name: brief.ListOfTracks, Rev: rev, Text: text}, "lists")
			return err
		}
		if err := save(0, "one"); err != nil {
			t.Fatal(err)
		}
		for _, rev := range []int{0, 2, 7, -1} {
			refused(t, save(rev, "stale"), brief.KindConflict, "somebody else changed the list of tracks")
		}
		if got, err := h.List(ctx, "flood", brief.ListOfTracks); err != nil || got.Text != "one" || got.Rev != 1 {
			t.Errorf("%+v, %v", got, err)
		}
		if log, err := h.AuditOf(ctx, "flood", "lists", 0); err != nil || len(log) != 1 {
			t.Errorf("the audit has %v, %v", log, err)
		}
		_, err := h.SaveList(ctx, brief.DeskList{Briefing: "flood", Name: brief.ListOfNames, Rev: 3}, "lists")
		refused(t, err, brief.KindConflict, "names")
	})
}

// TestOneOfManyChangesOfAListWins however many are made at once.
func TestOneOfManyChangesOfAListWins(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		const many = 8
		won := make(chan bool, many)
		for range many {
			go func() {
				_, err := h.SaveList(context.Background(), brief.DeskList{Briefing: "flood", Name: brief.ListOfNames, Text: "x"}, "lists")
				if err != nil && brief.KindOf(err) != brief.KindConflict {
					t.Error(describe(err))
				}
				won <- err == nil
			}()
		}
		n := 0
		for range many {
			if <-won {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d of %d won", n, many)
		}
	})
}

func TestWhatCannotBeAListIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		for _, c := range []struct {
			list brief.DeskList
			kind brief.Kind
			says string
		}{
			{brief.DeskList{Briefing: "none", Name: brief.ListOfNames}, brief.KindNotFound, "there is no briefing"},
			{brief.DeskList{Briefing: "flood", Name: "verbs"}, brief.KindInvalid, `the list "verbs"`},
			{brief.DeskList{Briefing: "flood", Name: brief.ListOfNames, Text: "\x00"}, brief.KindInvalid, "not text"},
			{brief.DeskList{Briefing: "flood", Name: brief.ListOfNames, Text: strings.Repeat("a", brief.MaxListText+1)}, brief.KindInvalid, "cannot be kept"},
		} {
			_, err := h.SaveList(ctx, c.list, "lists")
			refused(t, err, c.kind, c.says)
		}
	})
}

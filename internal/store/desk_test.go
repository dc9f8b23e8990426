package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"reflect"
	"sync"
	"testing"
	"time"

	"livebrief/internal/brief"
)

func TestReportIsGivenBackByteForByte(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		raw := []byte("<p>\xff\x00 Déjà vu</p>")
		sum := sha256.Sum256(raw)
		r := brief.Report{
			Source: "s1", Outlet: "The Courier", Briefing: "flood", Title: "Déjà vu", URL: "https://courier.example/1",
			Language: "fr", Published: noon.Add(-time.Hour), Fetched: noon, MediaType: "text/html", Decoder: "html/1",
			Text: "Déjà vu", Raw: raw, Summary: "Once more", By: "p1",
		}
		id, fresh, err := h.AddReport(ctx, r)
		if err != nil || !fresh || id == "" {
			t.Fatalf("%q %v %v", id, fresh, err)
		}
		want := r
		want.ID, want.State, want.SHA256 = id, brief.ReportNew, hex.EncodeToString(sum[:])
		if got, err := h.Report(ctx, id); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v\nwant %+v", got, err, want)
		}
		twin := r
		twin.Title, twin.URL = "Under another address", "https://mirror.example/1"
		if again, fresh, err := h.AddReport(ctx, twin); again != id || fresh || err != nil {
			t.Errorf("the same bytes gave %q %v %v", again, fresh, err)
		}
		empty, fresh, err := h.AddReport(ctx, brief.Report{})
		if err != nil || !fresh {
			t.Errorf("an empty report: %v", err)
		}
		if got, err := h.Report(ctx, empty); err != nil || got.Fetched != noon || !got.Published.IsZero() {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestReportsAreListedByFilterNewestFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		var ids []brief.ReportID
		for i := range 6 {
			r := brief.Report{Raw: []byte{byte(i)}, Text: "long", Title: fmt.Sprint("R", i), Briefing: "flood", Source: "s1"}
			if i%2 == 1 {
				r.Briefing, r.Source = "storm", "s2"
			}
			id, _, err := h.AddReport(ctx, r)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		if err := h.SetReportState(ctx, ids[4], brief.ReportUsed); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			filter ReportFilter
			want   string
		}{
			{ReportFilter{}, "R5 R4 R3 R2 R1 R0 "},
			{ReportFilter{Briefing: "flood"}, "R4 R2 R0 "},
			{ReportFilter{Source: "s2", Limit: 2}, "R5 R3 "},
			{ReportFilter{State: brief.ReportUsed}, "R4 "},
			{ReportFilter{State: brief.ReportNew, Briefing: "flood"}, "R2 R0 "},
			{ReportFilter{Before: ids[3], Limit: 2}, "R2 R1 "},
			{ReportFilter{Before: "nobody"}, ""},
		} {
			list, err := h.Reports(ctx, c.filter)
			got := ""
			for _, r := range list {
				got += r.Title + " "
				if r.Raw != nil || r.Text != "" {
					t.Errorf("a list carries %d bytes and %q", len(r.Raw), r.Text)
				}
			}
			if got != c.want || err != nil {
				t.Errorf("%+v: %q, %v; want %q", c.filter, got, err, c.want)
			}
		}
	})
}

func TestReportRefusals(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		for words, r := range map[string]brief.Report{
			"hash of the report": {SHA256: "00", Raw: []byte("x")},
			"not text":           {Title: "a\x00b"},
			"cannot be \"lost\"": {State: "lost"},
		} {
			_, _, err := h.AddReport(ctx, r)
			refused(t, err, brief.KindInvalid, words)
		}
		_, _, err := h.AddReport(ctx, brief.Report{Text: "\xff"})
		refused(t, err, brief.KindInvalid, "not text")
		_, err = h.Report(ctx, "none")
		refused(t, err, brief.KindNotFound, "no report")
		refused(t, h.SetReportState(ctx, "none", brief.ReportUsed), brief.KindNotFound, "no report")
		refused(t, h.SetReportState(ctx, "none", "lost"), brief.KindInvalid, "use new, used or aside")
		refused(t, h.SaveReading(ctx, "none", brief.Reading{}, "p1"), brief.KindNotFound, "no report")
	})
}

func TestSameBytesFromManyHandsAreOneReport(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		var wg sync.WaitGroup
		ids, news := make([]brief.ReportID, 8), make([]bool, 8)
		for i := range ids {
			wg.Go(func() {
				var err error
				if ids[i], news[i], err = h.AddReport(context.Background(), brief.Report{Raw: []byte("one")}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		count := 0
		for i := range ids {
			if news[i] {
				count++
			}
			if ids[i] != ids[0] || ids[i] == "" {
				t.Errorf("ids %q and %q", ids[i], ids[0])
			}
		}
		if count != 1 {
			t.Errorf("%d were fresh, want 1", count)
		}
	})
}

func TestReadingReplacesTheOneBefore(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		id, _, err := h.AddReport(ctx, brief.Report{Raw: []byte("x"), Text: "x"})
		if err != nil {
			t.Fatal(err)
		}
		if _, found, err := h.Reading(ctx, id); found || err != nil {
			t.Errorf("a reading before there is one: %v", err)
		}
		for _, track := range []string{"World", "Aid", "Aid"} {
			reading := brief.Reading{Track: track, Sentences: []brief.Span{{Start: 0, End: 1}}, Warnings: []string{}}
			if err := h.SaveReading(ctx, id, reading, "p1"); err != nil {
				t.Fatal(err)
			}
			got, found, err := h.Reading(ctx, id)
			if !found || err != nil || !reflect.DeepEqual(got, reading) {
				t.Errorf("%+v %v %v", got, found, err)
			}
		}
		for _, want := range []bool{true, false} {
			if had, err := h.RemoveReading(ctx, id); had != want || err != nil {
				t.Errorf("taken away: %v %v, want %v", had, err, want)
			}
		}
		if _, found, err := h.Reading(ctx, id); found || err != nil {
			t.Errorf("the reading is still there: %v", err)
		}
		bad := brief.Reading{Places: []brief.ReadPlace{{Lat: math.NaN()}}}
		refused(t, h.SaveReading(ctx, id, bad, "p1"), brief.KindInvalid, "cannot be written as JSON")
	})
}

func TestSourceKeepsWhatPeopleEnteredWhenItsHealthIsSaved(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		src := brief.Source{Name: "Courier", Kind: brief.SourcePress, Language: "fr", Address: "https://courier.example/feed",
			Briefing: "flood", Every: 90 * time.Second, AddedBy: "p1", ETag: `"1"`}
		kept, err := h.AddSource(ctx, src)
		want := src
		want.ID, want.Health = kept.ID, brief.HealthNew
		if err != nil || kept.ID == "" || !reflect.DeepEqual(kept, want) {
			t.Fatalf("%+v, %v\nwant %+v", kept, err, want)
		}
		_, err = h.AddSource(ctx, src)
		refused(t, err, brief.KindConflict, "source of that briefing already")
		look := kept
		look.Name, look.Every = "an old name", time.Hour
		look.Health, look.Sentence, look.Failures = brief.HealthFailed, "the server did not answer", 3
		look.Checked, look.Changed, look.Next = noon, noon.Add(-time.Hour), noon.Add(time.Minute)
		look.ETag, look.LastModified = `"2"`, "Sun, 01 Mar 2026 12:00:00 GMT"
		if err := h.SaveSource(ctx, look); err != nil {
			t.Fatal(err)
		}
		want = look
		want.Name, want.Every = kept.Name, kept.Every
		if got, err := h.Source(ctx, kept.ID); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v\nwant %+v", got, err, want)
		}
		if list, err := h.Sources(ctx); err != nil || len(list) != 1 || !reflect.DeepEqual(list[0], want) {
			t.Errorf("%+v, %v", list, err)
		}
		if err := h.RemoveSource(ctx, kept.ID); err != nil {
			t.Fatal(err)
		}
		refused(t, h.RemoveSource(ctx, kept.ID), brief.KindNotFound, "no source")
		refused(t, h.SaveSource(ctx, look), brief.KindNotFound, "no source")
		_, err = h.Source(ctx, kept.ID)
		refused(t, err, brief.KindNotFound, "no source")
		_, err = h.AddSource(ctx, brief.Source{Name: "Nowhere"})
		refused(t, err, brief.KindInvalid, "no address")
	})
}

func TestSourcesAreDueInOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		for name, next := range map[string]time.Time{"new": {}, "past": noon.Add(-time.Hour), "now": noon, "later": noon.Add(time.Millisecond)} {
			if _, err := h.AddSource(ctx, brief.Source{Name: name, Address: name, Next: next}); err != nil {
				t.Fatal(err)
			}
		}
		for limit, want := range map[int]string{0: "new past now ", 2: "new past "} {
			due, err := h.DueSources(ctx, noon, limit)
			got := ""
			for _, s := range due {
				got += s.Name + " "
			}
			if got != want || err != nil {
				t.Errorf("limit %d: %q, %v; want %q", limit, got, err, want)
			}
		}
	})
}

func TestTokenOpensUntilItIsRevoked(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		token := sha256.Sum256([]byte("token"))
		p, err := h.AddPerson(ctx, brief.Person{Name: "Anna", Role: brief.Chief}, token)
		if err != nil || p.ID == "" || p.Added != noon {
			t.Fatalf("%+v, %v", p, err)
		}
		if got, err := h.PersonByToken(ctx, token); err != nil || got != p {
			t.Errorf("%+v, %v", got, err)
		}
		_, err = h.PersonByToken(ctx, [32]byte{})
		refused(t, err, brief.KindForbidden, "opens nothing")
		_, err = h.AddPerson(ctx, brief.Person{Name: "Ben"}, token)
		refused(t, err, brief.KindConflict, "belongs to somebody")
		_, err = h.AddPerson(ctx, brief.Person{Name: "\xff"}, [32]byte{9})
		refused(t, err, brief.KindInvalid, "not text")
		for range 2 {
			if err := h.RevokePerson(ctx, p.ID); err != nil {
				t.Fatal(err)
			}
			h.wait(time.Hour)
		}
		_, err = h.PersonByToken(ctx, token)
		refused(t, err, brief.KindForbidden, "opens nothing")
		people, err := h.People(ctx)
		if err != nil || len(people) != 1 || people[0].Revoked != noon {
			t.Errorf("%+v, %v", people, err)
		}
		refused(t, h.RevokePerson(ctx, "nobody"), brief.KindNotFound, "nobody with the id")
	})
}

func TestAuditSaysWhoDidWhatNewestFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		if _, err := h.AddPerson(ctx, brief.Person{ID: "p1", Name: "Anna"}, [32]byte{1}); err != nil {
			t.Fatal(err)
		}
		h.begin("flood", false)
		h.wait(time.Second)
		h.must(h.act(brief.Publish, "a", 0, "Secret words"))
		h.embargo(h.held("b", time.Hour, "Held"))
		if err := h.Audit(ctx, brief.Audit{Person: "p9", Verb: "source add", Object: "https://courier.example"}); err != nil {
			t.Fatal(err)
		}
		refused(t, h.Audit(ctx, brief.Audit{Verb: "\x00"}), brief.KindInvalid, "not text")
		at := noon.Add(time.Second)
		want := []brief.Audit{
			{At: at, Person: "p9", Name: "p9", Verb: "source add", Object: "https://courier.example"},
			{At: at, Person: "p1", Name: "Anna", Verb: "embargo", Object: "b", Brief: "flood"},
			{At: at, Person: "p1", Name: "Anna", Verb: "publish", Object: "a", Brief: "flood", Seq: 2},
			{At: noon, Person: "p1", Name: "Anna", Verb: "briefing", Object: "briefing", Brief: "flood", Seq: 1},
		}
		if got, err := h.AuditLog(ctx, 0); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v\nwant %+v", got, err, want)
		}
		if got, err := h.AuditLog(ctx, 1); err != nil || !reflect.DeepEqual(got, want[:1]) {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

// TestLatestIsTheNewestOfItsSourceAndAddress tells sources and addresses apart.
func TestLatestIsTheNewestOfItsSourceAndAddress(t *testing.T) {
	onBoth(t, func(t *testing.T, s *house) {
		add := func(source brief.SourceID, url, text string) brief.ReportID {
			t.Helper()
			id, _, err := s.AddReport(t.Context(), brief.Report{Source: source, URL: url, Text: text, Raw: []byte(text)})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		add("a", "https://example.org/1", "first")
		newest := add("a", "https://example.org/1", "second")
		add("b", "https://example.org/1", "of another source")
		add("a", "https://example.org/2", "of another address")
		got, ok, err := s.Latest(t.Context(), "a", "https://example.org/1")
		if err != nil || !ok || got.ID != newest || got.Text != "second" {
			t.Errorf("%q %v %v", got.Text, ok, err)
		}
		if _, ok, err := s.Latest(t.Context(), "a", "https://example.org/3"); ok || err != nil {
			t.Errorf("an address that never came: %v %v", ok, err)
		}
	})
}

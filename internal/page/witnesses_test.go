package page

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// watched is a briefing in a language with three witnesses, at edition 2.
func watched(t *testing.T, lang string) *chronicle {
	b := warBriefing()
	b.Languages = []string{lang}
	for _, name := range []string{"one.example", "two.example", "three.example/w1"} {
		b.Witnesses = append(b.Witnesses, brief.Witness{Key: name + "+00000000+BAAA", URL: "https://" + name})
	}
	c := newChronicle(t, b)
	c.add(brief.Publish, "first", dev("The first"))
	return c
}

var noonOf = time.Date(2022, 9, 24, 12, 0, 0, 0, time.UTC)

// signedBy lists cosignatures over edition 2, each so long before noon; a negative size is one of edition 1.
func signedBy(ages ...time.Duration) *Witnessed {
	w := &Witnessed{Now: noonOf}
	for i, age := range ages {
		name := []string{"one.example", "two.example", "three.example/w1"}[i]
		w.List = append(w.List, Cosigned{Key: name + "+00000000+BAAA", Size: 2, At: noonOf.Add(-age), Line: "— " + name + " SIGNED\n"})
	}
	return w
}

func wrote(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return html.UnescapeString(strings.ReplaceAll(b.String(), "\u00a0", " "))
}

func TestTheMastheadSaysHowManyWitnessesAndHowLongAgo(t *testing.T) {
	for _, c := range []struct {
		lang string
		by   *Witnessed
		want string
	}{
		{"en", signedBy(4*time.Minute, 7*time.Minute), `<a href="witnesses">witnessed 2 of 3</a>, <time datetime="2022-09-24T11:56:00Z">4 minutes ago</time>`},
		{"en", signedBy(59*time.Second, time.Hour, time.Hour), `<a href="witnesses">witnessed 3 of 3</a>, <time datetime="2022-09-24T11:59:01Z">just now</time>`},
		{"en", signedBy(119 * time.Second), `>witnessed 1 of 3</a>, <time datetime="2022-09-24T11:58:01Z">1 minute ago<`},
		{"en", signedBy(59*time.Minute + 59*time.Second), `>59 minutes ago<`},
		{"en", signedBy(60 * time.Minute), `>1 hour ago<`},
		{"en", signedBy(23*time.Hour + 59*time.Minute), `>23 hours ago<`},
		{"en", signedBy(24 * time.Hour), `>on 23 September 2022<`},
		{"en", signedBy(-time.Hour), `>just now<`}, // a witness whose clock is ahead
		{"en", signedBy(), `<span><a href="witnesses">not witnessed yet</a></span>`},
		{"en", nil, `<span><a href="witnesses">3 witnesses</a></span>`},
		{"uk", signedBy(time.Minute, 2*time.Minute), `>свідки: 2 з 3</a>, <time datetime="2022-09-24T11:59:00Z">1 хвилину тому<`},
		{"uk", signedBy(22 * time.Minute), `>22 хвилини тому<`},
		{"uk", signedBy(11 * time.Minute), `>11 хвилин тому<`},
		{"uk", signedBy(5 * time.Hour), `>5 годин тому<`},
		{"uk", nil, `>3 свідки<`},
		{"ru", signedBy(time.Minute, 2*time.Minute), `>свидетели: 2 из 3</a>, <time datetime="2022-09-24T11:59:00Z">1 минуту назад<`},
		{"ru", signedBy(2 * time.Hour), `>2 часа назад<`},
		{"ru", signedBy(12 * time.Hour), `>12 часов назад<`},
		{"ru", nil, `>3 свидетеля<`},
	} {
		chron := watched(t, c.lang)
		s := chron.shelf()
		s.Witnessed = c.by
		for what, got := range map[string]string{"live": wrote(t, func(w io.Writer) error { return WriteLive(w, s, chron.bodies, 1) }),
			"lite": wrote(t, func(w io.Writer) error { return WriteLite(w, s, chron.bodies) })} {
			if !strings.Contains(got, c.want) {
				t.Errorf("%s %s does not say %s", c.lang, what, c.want)
			}
		}
	}
}

func TestAWitnessCountsOnlyForTheNewestEditionAndOnlyWhenNamed(t *testing.T) {
	c := watched(t, "en")
	s := c.shelf()
	s.Witnessed = signedBy(time.Minute, time.Minute, time.Minute)
	s.Witnessed.List[1].Size = 1
	s.Witnessed.List[2].Key = "stranger.example+00000000+BAAA"
	if got := wrote(t, func(w io.Writer) error { return WriteLive(w, s, c.bodies, 1) }); !strings.Contains(got, "witnessed 1 of 3") {
		t.Error("a witness that is behind, or that nobody named, counts")
	}
}

func TestWhereNobodyCanKnowNothingIsSaidOfWitnesses(t *testing.T) {
	c := watched(t, "en")
	s := c.shelf()
	s.Witnessed = signedBy(time.Minute)
	static, past := s, s
	static.Static = true
	past.AsOf = true
	plain := newChronicle(t, warBriefing())
	none := plain.shelf()
	none.Witnessed = &Witnessed{Now: noonOf}
	for what, got := range map[string]string{
		"a copy":                      wrote(t, func(w io.Writer) error { return WriteLive(w, static, c.bodies, 1) }),
		"a copy's text-only page":     wrote(t, func(w io.Writer) error { return WriteLite(w, static, c.bodies) }),
		"a briefing without":          wrote(t, func(w io.Writer) error { return WriteLive(w, none, plain.bodies, 1) }),
		"a briefing without, in lite": wrote(t, func(w io.Writer) error { return WriteLite(w, none, plain.bodies) }),
	} {
		if strings.Contains(strings.ToLower(got), "witness") {
			t.Errorf("%s speaks of witnesses", what)
		}
	}
	if got := wrote(t, func(w io.Writer) error { return WriteLive(w, past, c.bodies, 1) }); strings.Contains(got, "witnessed") {
		t.Error("an older edition says how it is witnessed now")
	}
	if WitnessedMark(none) != "" {
		t.Error("a mark where nothing is said")
	}
}

// The mark moves exactly when the words do, or a line of the page of the witnesses.
func TestTheMarkMovesWithTheWords(t *testing.T) {
	c := watched(t, "en")
	s := c.shelf()
	words := func(by *Witnessed) string {
		s.Witnessed = by
		return wrote(t, func(w io.Writer) error { return WriteLite(w, s, c.bodies) })
	}
	seen, pages := map[string]string{}, map[string]bool{}
	for half := range 26 * 120 {
		by := signedBy(0)
		by.Now = noonOf.Add(time.Duration(half) * 30 * time.Second)
		page := words(by)
		mark := WitnessedMark(s)
		pages[page] = true
		if was, known := seen[mark]; known && was != page {
			t.Fatalf("after %d half minutes the page moved and the mark did not", half)
		}
		seen[mark] = page
	}
	// Just now, 59 minutes, 23 hours, and the date.
	if len(seen) != 1+59+23+1 || len(pages) != len(seen) {
		t.Errorf("%d marks and %d pages in 26 hours", len(seen), len(pages))
	}
	s.Witnessed = signedBy(time.Minute)
	before := WitnessedMark(s)
	s.Witnessed.List[0].Line += "x"
	if WitnessedMark(s) == before {
		t.Error("a new cosignature does not move the mark")
	}
}

func TestThePageOfTheWitnessesSaysHowFarEachIs(t *testing.T) {
	c := watched(t, "en")
	s := c.shelf()
	s.Witnessed = signedBy(time.Minute, time.Hour)
	s.Witnessed.List[1].Size = 1
	got := wrote(t, func(w io.Writer) error { return WriteWitnesses(w, s) })
	for _, want := range []string{
		"<h2>one.example</h2>\n<p>Has cosigned edition 2, the newest: <time datetime=\"2022-09-24T11:59:00Z\">24 September 2022, 14:59 Kyiv</time>",
		"<h2>two.example</h2>\n<p>Has cosigned up to edition 1, which is 1 behind the newest: <time",
		"<h2>three.example/w1</h2>\n<p>Has not cosigned anything yet.</p>",
		"<code>one.example+00000000+BAAA</code>", "<code>— one.example SIGNED</code>",
		"What it does not prove",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %s\n%s", want, got)
		}
	}
	s.State = newChronicle(t, warBriefing()).state
	if got := wrote(t, func(w io.Writer) error { return WriteWitnesses(w, s) }); !strings.Contains(got, "This briefing names no witness.") {
		t.Error("a briefing without witnesses")
	}
}

func TestFragmentsNameTheWitnessesWithoutANumberThatGoesStale(t *testing.T) {
	c := watched(t, "en")
	fragments, _, err := Fragments(c.shelf(), c.bodies, c.entries[1])
	if err != nil {
		t.Fatal(err)
	}
	masthead := fragments[len(fragments)-1].HTML
	if !strings.Contains(strings.ReplaceAll(masthead, "\u00a0", " "), `<a href="witnesses">3 witnesses</a>`) {
		t.Error(masthead)
	}
}

func TestWitnessesKeepTheBudgetOfAHeavyRussianDay(t *testing.T) {
	c := russianDay(t)
	b := c.state.Briefing
	for i := range 15 {
		b.Witnesses = append(b.Witnesses, brief.Witness{Key: fmt.Sprintf("witness-%d.example/w1+0000000%x+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", i, i), URL: "https://w.example"})
	}
	c.add(brief.EntryBriefing, brief.ItemBriefing, b)
	s := c.shelf()
	s.Witnessed = &Witnessed{Now: noonOf, List: []Cosigned{{Key: b.Witnesses[0].Key, Size: c.state.Seq, At: noonOf.Add(-4 * time.Minute)}}}
	live := wrote(t, func(w io.Writer) error { return WriteLive(w, s, c.bodies, 1) })
	head, rest, _ := strings.Cut(live, `<script type="application/ld+json">`)
	_, tail, _ := strings.Cut(rest, `</script>`)
	lite := wrote(t, func(w io.Writer) error { return WriteLite(w, s, c.bodies) })
	if !strings.Contains(head, "4 минуты назад") || !strings.Contains(lite, "4 минуты назад") {
		t.Error("the words are missing")
	}
	if first, small := zipped(t, []byte(head+tail)), zipped(t, []byte(lite)); first > 14<<10 || small > 10<<10 {
		t.Errorf("first HTML %d bytes, lite %d", first, small)
	} else {
		t.Logf("first HTML %d bytes of %d, lite %d of %d", first, 14<<10, small, 10<<10)
	}
}

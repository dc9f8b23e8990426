package desk

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"livebrief/internal/brief"
)

func (r *room) redact(item brief.ItemID, strike ...string) (Outcome, error) {
	return r.Redact(context.Background(), noon, chief, RedactOrder{Briefing: r.id, Item: item, Class: "safety",
		Reason: "A person would be in danger.", Strike: strike})
}

func (r *room) mustRedact(item brief.ItemID, strike ...string) Outcome {
	r.t.Helper()
	o, err := r.redact(item, strike...)
	if err != nil {
		r.t.Fatal(err)
	}
	return o
}

// everywhere gives all that the record still says, redactions and what they put in place too.
func (r *room) everywhere() string {
	var b strings.Builder
	for _, p := range r.book.entries {
		b.Write(p.Body)
		b.Write(p.Text())
	}
	return b.String()
}

// named is a development that names somebody in every text that it has.
func named(name string) brief.Development {
	d := development()
	d.Headline, d.Text, d.Place, d.Byline = name+" said so", "On May 4, "+name+" said so.", "Home of "+name, "By "+name
	d.RestsOn = []brief.Reference{{URL: "https://example.org/2022/ivan-petrov-says.html", Outlet: name + " News", Title: name, Quote: "“I,” " + name + " said."}}
	d.Images = []brief.Image{{SHA256: strings.Repeat("0", 64), Alt: name, Credit: name, Width: 1, Height: 1}}
	d.SeeAlso = []brief.Link{{Title: name, URL: "https://example.org/?q=Ivan%20Petrov"}}
	return d
}

func TestAStruckNameIsNowhereInTheRecord(t *testing.T) {
	r := newRoom(t, nil)
	item := r.must(Change{Kind: brief.Publish, Development: named("Ivan Petrov")}).Item
	other := r.must(Change{Kind: brief.Publish, Development: named("Ivan Petrov")}).Item
	for rev, kind := range []brief.EntryKind{brief.Update, brief.Correct, brief.Refile, brief.Hold} {
		d := named("IVAN\u00a0petrov")
		d.Text += strings.Repeat(" He said.", rev)
		r.must(Change{Kind: kind, Item: item, Development: d, Note: "Not Ivan Petrov but his brother.", IfRev: rev + 1})
	}
	before := len(r.book.entries)
	o := r.mustRedact(item, "Ivan Petrov")
	sameRules(t, o.Warnings, "struck")
	red := body[brief.Redaction](r)
	if len(red.Removed) != 5 || red.Target != item || red.Class != "safety" || red.Reason == "" || red.Removed[0].Seq != 2 {
		t.Errorf("%+v", red)
	}
	for _, p := range r.book.entries {
		if p.Entry.Item == item && strings.Contains(strings.ToLower(string(p.Text())), "petrov") {
			t.Errorf("entry %d still says %s", p.Entry.Seq, p.Text())
		}
		if p.Entry.Item == other && !strings.Contains(string(p.Text()), "Petrov") {
			t.Error("another item lost its text")
		}
	}
	var d brief.Development
	if err := json.Unmarshal(r.book.entries[before-1].Text(), &d); err != nil {
		t.Fatal(err)
	}
	if d.Headline != "[removed] said so" || d.RestsOn[0].URL != "" || d.SeeAlso[0].URL != "" || d.Track != "home" || d.Note != "Not [removed] but his brother." {
		t.Errorf("%+v", d)
	}
	if it, _ := r.book.state().Item(item); it.Status != "held" {
		t.Errorf("the item is %s", it.Status)
	}
}

func TestWithoutAStrikeEveryBodyGoes(t *testing.T) {
	r := newRoom(t, nil)
	item := r.publish()
	r.must(Change{Kind: brief.Withdraw, Item: item, Note: "Wrong.", IfRev: 1})
	o := r.mustRedact(item)
	sameRules(t, o.Warnings)
	for _, removed := range body[brief.Redaction](r).Removed {
		if removed.Replacement != nil {
			t.Errorf("entry %d is replaced", removed.Seq)
		}
	}
	if it, _ := r.book.state().Item(item); it.Status != "removed" {
		t.Errorf("the item is %s", it.Status)
	}
	_, err := r.redact(item)
	refused(t, err, brief.KindConflict, "nothing is left")
}

func TestASecondRedactionTakesTheFirstWithIt(t *testing.T) {
	r := newRoom(t, nil)
	d := development()
	d.Text = "Anna Ivanova and Boris Orlov said so on May 4."
	item := r.must(Change{Kind: brief.Publish, Development: d}).Item
	d.Text = "Anna Ivanova said so on May 4."
	r.must(Change{Kind: brief.Update, Item: item, Development: d, IfRev: 1})
	r.mustRedact(item, "Anna Ivanova")
	r.mustRedact(item, "Boris Orlov")
	if all := r.everywhere(); strings.Contains(all, "Ivanova") || strings.Contains(all, "Orlov") {
		t.Errorf("the record still says %s", all)
	}
	// The first redaction explained entries 2 and 3; now the second explains all three.
	red := body[brief.Redaction](r)
	if len(red.Removed) != 3 || red.Removed[2].Seq != 4 || red.Removed[2].Replacement != nil || red.Removed[1].Replacement == nil {
		t.Errorf("%+v", red.Removed)
	}
	if it, _ := r.book.state().Item(item); it.Status != "live" {
		t.Errorf("the item is %s", it.Status)
	}
	r.mustRedact(item)
	if it, _ := r.book.state().Item(item); it.Status != "removed" {
		t.Errorf("the item is %s", it.Status)
	}
}

func TestARedactionIsReplacedWhole(t *testing.T) {
	r := newRoom(t, nil)
	d := development()
	d.Text = "Anna Ivanova said so on May 4."
	item := r.must(Change{Kind: brief.Publish, Development: d}).Item
	d.Text = "Anna Ivanova and Boris Orlov said so on May 4."
	r.must(Change{Kind: brief.Update, Item: item, Development: d, IfRev: 1})
	r.mustRedact(item, "Anna Ivanova")
	r.mustRedact(item, "Boris Orlov") // only the second text has it, and the first was explained by the same redaction
	if red := body[brief.Redaction](r); len(red.Removed) != 3 || red.Removed[0].Replacement == nil {
		t.Errorf("%+v", red.Removed)
	}
}

func TestTheReasonOfAnEarlierRedactionCanGo(t *testing.T) {
	r := newRoom(t, nil)
	item := r.publish()
	if _, err := r.Redact(context.Background(), noon, chief, RedactOrder{Briefing: r.id, Item: item, Class: "other",
		Reason: "Olga asked for it.", Strike: []string{"Reznikov"}}); err != nil {
		t.Fatal(err)
	}
	r.mustRedact(item, "Olga")
	if all := r.everywhere(); strings.Contains(all, "Olga") || strings.Contains(all, "Reznikov") {
		t.Errorf("the record still says %s", all)
	}
}

func TestTheGlanceLosesANameInEveryRevision(t *testing.T) {
	r := newRoom(t, nil)
	ids := r.sixLines()
	r.setGlance(GlanceEdit{IfRev: 1, Change: []LineEdit{{ID: ids[0], Class: brief.Update, Text: new("Ivan Petrov said so on May 4.")}}})
	r.setGlance(GlanceEdit{IfRev: 2, Remove: []LineRemoval{{ID: ids[0], Note: "Ivan Petrov says that he did not."}}})
	r.mustRedact(brief.ItemGlance, "ivan petrov")
	if strings.Contains(r.everywhere(), "Petrov") {
		t.Error("the name still stands")
	}
	if got := len(body[brief.Redaction](r).Removed); got != 2 {
		t.Errorf("%d entries were touched, the first never had the name", got)
	}
	s := r.book.state()
	if len(s.Glance.Lines) != 5 || len(s.LineHistory(ids[0])) != 3 {
		t.Errorf("%+v", s.Glance)
	}
}

func TestTheBriefingLosesWordsButNotItself(t *testing.T) {
	r := newRoom(t, func(b *brief.Briefing) {
		b.Standfirst = "Edited by Ivan Petrov; the aid goes on."
		b.Identity.Contact = "ivan.petrov@example.org"
		b.Mirrors = []string{"https://ivan-petrov.example/copy/", "http://copy.example/"}
	})
	_, err := r.redact(brief.ItemBriefing)
	refused(t, err, brief.KindInvalid, "which words to strike")
	r.mustRedact(brief.ItemBriefing, "Ivan Petrov")
	b := r.book.state().Briefing
	if b.Standfirst != "Edited by [removed]; the aid goes on." || b.Identity.Contact != "" || b.Title != "The war" || len(b.Tracks) != 5 ||
		len(b.Mirrors) != 1 || b.Mirrors[0] != "http://copy.example/" {
		t.Errorf("%+v", b)
	}
	// A word that is also an id is struck as a word only.
	r.mustRedact(brief.ItemBriefing, "the aid")
	if b = r.book.state().Briefing; b.Standfirst != "Edited by [removed]; [removed] goes on." || b.Tracks[4].ID != "aid" {
		t.Errorf("%+v", b)
	}
}

func TestAWordThatIsOnlyAnIdIsNotInTheText(t *testing.T) {
	r := newRoom(t, nil)
	item := r.publish() // in the track "home", of the kind "forecast"
	_, err := r.redact(item, "forecast")
	refused(t, err, brief.KindInvalid, "stand in no text")
}

func TestWordsInFieldsOfTheFutureGoToo(t *testing.T) {
	r := newRoom(t, nil)
	item := r.publish()
	r.book.entries[1].Body = []byte(`{"headline":"H","text":"T","track":"home","kind":"event","label":"official","rests_on":[],"poll":["Ivan Petrov"]}`)
	r.mustRedact(item, "Ivan Petrov")
	if strings.Contains(r.everywhere(), "Petrov") {
		t.Error("the name still stands")
	}
	if it, _ := r.book.state().Item(item); it.Status != "live" {
		t.Errorf("the item is %s", it.Status)
	}
}

func TestOrdersThatAreRefused(t *testing.T) {
	r := newRoom(t, nil)
	item := r.publish()
	good := RedactOrder{Briefing: r.id, Item: item, Class: "law", Reason: "A court order.", Strike: []string{"Reznikov"}}
	for _, c := range []struct {
		kind  brief.Kind
		words string
		edit  func(*RedactOrder)
	}{
		{brief.KindInvalid, "no class", func(o *RedactOrder) { o.Class = "taste" }},
		{brief.KindInvalid, "no class", func(o *RedactOrder) { o.Class = "" }},
		{brief.KindInvalid, "no public reason", func(o *RedactOrder) { o.Reason = " " }},
		{brief.KindInvalid, "2001 characters", func(o *RedactOrder) { o.Reason = strings.Repeat("a", 2001) }},
		{brief.KindInvalid, "the public reason holds", func(o *RedactOrder) { o.Reason = "The lawyers of REZNIKOV asked." }},
		{brief.KindInvalid, "the public reason holds", func(o *RedactOrder) { o.Reason = "The lawyers of *Rez*nikov asked." }},
		{brief.KindInvalid, "no phrase", func(o *RedactOrder) { o.Strike = []string{"Reznikov", ""} }},
		{brief.KindInvalid, "one letter", func(o *RedactOrder) { o.Strike = []string{" e "} }},
		{brief.KindInvalid, "part of what stands", func(o *RedactOrder) { o.Strike = []string{"Removed"} }},
		{brief.KindInvalid, "51 phrases", func(o *RedactOrder) { o.Strike = make([]string, 51) }},
		{brief.KindInvalid, "UTF-8", func(o *RedactOrder) { o.Strike = []string{"a\xffb"} }},
		{brief.KindInvalid, "stand in no text", func(o *RedactOrder) { o.Strike = []string{"Resnikov"} }},
		{brief.KindNotFound, "nothing was published", func(o *RedactOrder) { o.Item = "nothing" }},
		{brief.KindNotFound, "nothing was published", func(o *RedactOrder) { o.Item = "" }},
	} {
		o := good
		c.edit(&o)
		_, err := r.Redact(context.Background(), noon, chief, o)
		refused(t, err, c.kind, c.words)
		if len(r.book.entries) != 2 {
			t.Fatalf("%s: written", c.words)
		}
	}
}

func TestHowWordsAreStruck(t *testing.T) {
	for _, c := range []struct {
		phrases      []string
		text, want   string
		hits, inside int
	}{
		{[]string{"Petrov"}, "Petrov, PETROV and petrov", "[removed], [removed] and [removed]", 3, 0},
		{[]string{"Petrov"}, "Petrova saw Petrov's Petrovs", "[removed]a saw [removed]'s [removed]s", 3, 2},
		{[]string{"Ivan", "Ivan Petrov"}, "Ivan Petrov and Ivan", "[removed] and [removed]", 2, 0},
		{[]string{"Ivan Petrov"}, "Ivan\n  Petrov; Ivan\u00a0Petrov; IvanPetrov", "[removed]; [removed]; IvanPetrov", 2, 0},
		{[]string{"Petrov", "Ivan Petrov"}, "Ivan Petrov and Petrov", "[removed] and [removed]", 2, 0},
		{[]string{"Ivan Petrov"}, "Ivan *Petrov* and I*van* Pet\u00adrov", "[removed]* and [removed]", 2, 0},
		{[]string{"a*b"}, "a*b and ab", "[removed] and ab", 1, 0},
		{[]string{"Jose\u0301"}, "Jos\u00e9 and Jose\u0301", "[removed] and [removed]", 2, 0},
		{[]string{"Jos\u00e9"}, "Jos\u00e9 and Jose\u0301", "[removed] and [removed]", 2, 0},
		{[]string{"O'Neil"}, "O’Neil", "[removed]", 1, 0},
		{[]string{"Київ"}, "КИЇВ", "[removed]", 1, 0},
		{[]string{"Kelvin"}, "\u212aelvin", "[removed]", 1, 0}, // the Kelvin sign folds to k
		{[]string{"Petrov"}, "Pet", "Pet", 0, 0},
		{[]string{"Petrov"}, "", "", 0, 0},
		{[]string{"ab"}, "aabb", "a[removed]b", 1, 1},
	} {
		s := newStriker(c.phrases)
		if holds := s.holds(c.text); holds != (c.hits > 0) {
			t.Errorf("%q holds %v: %v", c.text, c.phrases, holds)
		}
		got := c.text
		s.text(&got)
		if got != c.want || s.hits != c.hits || s.inside != c.inside {
			t.Errorf("%v in %q: %q, %d hits, %d inside", c.phrases, c.text, got, s.hits, s.inside)
		}
	}
}

func TestNothingOfAStruckPhraseIsLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		alphabet := []rune("abAB *’é\u0301ж\u00ad")
		phrase := rapid.StringOfN(rapid.SampledFrom(alphabet), 2, 5, -1).Filter(func(s string) bool {
			return len([]rune(strings.TrimSpace(s))) >= 2 && !newStriker([]string{s}).holds(struckOut)
		}).Draw(t, "phrase")
		text := rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 60, -1).Draw(t, "text")
		s := newStriker([]string{phrase})
		got := text
		s.text(&got)
		for part := range strings.SplitSeq(got, struckOut) {
			if newStriker([]string{phrase}).holds(part) {
				t.Fatalf("%q in %q leaves %q", phrase, text, got)
			}
		}
		if s.hits == 0 && got != text {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

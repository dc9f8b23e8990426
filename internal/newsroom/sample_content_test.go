package newsroom

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// The limits that the sample holds itself to: what the first reader sees must be what the desk preaches.
const (
	sampleSentence   = 45 // words
	sampleHeadline   = 14
	sampleUnverified = 2
	sampleNotice     = "Sample text written for this demonstration; not a news report."
)

// saying finds that a text says whose word it is.
var saying = regexp.MustCompile(`\b(said|says|told|reported|announced|voted|promised|confirmed|counted|denied|called|urged|asked|blamed)\b|according to`)

// judging finds words that take sides against a speaker.
var judging = regexp.MustCompile(`(?i)\b(claim(s|ed)?|admit(s|ted)?|insist(s|ed)?|allege(s|d)?)\b`)

// drifting finds time words whose day a later reader cannot tell.
var drifting = regexp.MustCompile(`(?i)\b(today|tonight|yesterday|tomorrow|overnight|last (night|week|month)|next (week|month)|recently)\b`)

func sampleOf(t *testing.T) sampleScript {
	t.Helper()
	raw, err := sampleFiles.ReadFile("sample/sample.json")
	if err != nil {
		t.Fatal(err)
	}
	var script sampleScript
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&script); err != nil {
		t.Fatalf("sample.json: %v", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		t.Fatal("sample.json goes on after its end")
	}
	return script
}

// sampleTexts gives the reports by name.
func sampleTexts(t *testing.T, script sampleScript) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, r := range script.Reports {
		raw, err := sampleFiles.ReadFile("sample/reports/" + r.Name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		texts[r.Name] = string(raw)
	}
	return texts
}

// sentencesOf parts plain prose at full stops; a paragraph or list item ends a sentence too.
func sentencesOf(text string) []string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(strings.TrimPrefix(line, "- "))
		for line != "" {
			sentence, rest, _ := strings.Cut(line, ". ")
			out, line = append(out, sentence), rest
		}
	}
	return out
}

func TestSampleBriefingIsAReconstructionOfNoRealOutlet(t *testing.T) {
	b := sampleOf(t).Briefing
	if err := b.Name.Check(); err != nil || b.Name != "ukraine" {
		t.Errorf("name %q: %v", b.Name, err)
	}
	if !b.Reconstruction || b.State != brief.Open || b.Template != "war" || b.Lang() != "en" {
		t.Errorf("not an open reconstruction in English: %+v", b)
	}
	if _, err := time.LoadLocation(b.Zone); err != nil || b.Zone != "Europe/Kyiv" {
		t.Errorf("zone %q: %v", b.Zone, err)
	}
	var tracks []string
	for i, track := range b.Tracks {
		tracks = append(tracks, string(track.ID)+"="+track.Name)
		if track.Order != i+1 {
			t.Errorf("track %s has order %d at place %d", track.ID, track.Order, i+1)
		}
	}
	want := []string{"world=World", "home=Home fronts", "fighting=Fighting", "civilians=Civilians", "aid=Military aid"}
	if !slices.Equal(tracks, want) {
		t.Errorf("tracks %q", tracks)
	}
	if n := len(strings.Fields(b.Standfirst)); n == 0 || n > sampleSentence {
		t.Errorf("the standfirst has %d words", n)
	}
	id := b.Identity
	colour := regexp.MustCompile(`^#[0-9a-f]{6}$`)
	if id.Name != "The Sample Desk" || !colour.MatchString(id.Colour) || !colour.MatchString(id.ColourDark) {
		t.Errorf("identity %+v", id)
	}
	if id.Home+id.Imprint+id.Privacy+id.Contact+id.Logo != "" {
		t.Errorf("the sample signs with an address: %+v", id)
	}
}

func TestSampleStepsFollowTheClock(t *testing.T) {
	script := sampleOf(t)
	from, to := time.Date(2022, 9, 1, 0, 0, 0, 0, time.UTC), time.Date(2023, 2, 1, 0, 0, 0, 0, time.UTC)
	last := script.Dated
	if last.Before(from) {
		t.Errorf("the briefing begins at %s", last)
	}
	for i, step := range script.Steps {
		if step.Dated.Before(last) || !step.Dated.Before(to) {
			t.Errorf("step %d (%s %s) is dated %s, after %s", i+1, step.Act, step.Item, step.Dated, last)
		}
		if step.Dated.Location() != time.UTC {
			t.Errorf("step %d (%s) is not dated in UTC", i+1, step.Item)
		}
		last = step.Dated
		if d := step.Development; d != nil && d.Event.From.After(step.Dated) {
			t.Errorf("step %d tells of %s before it happened", i+1, step.Item)
		}
	}
}

func TestSampleItemsLiveInOrder(t *testing.T) {
	life := map[string]brief.EntryKind{}
	counts := map[brief.EntryKind]int{}
	held := map[string]bool{}
	for i, step := range sampleOf(t).Steps {
		if (step.Glance != nil) != (step.Act == brief.EntryGlance) || (step.Development != nil) != step.Act.OfDevelopment() {
			t.Fatalf("step %d (%s %s) has not the body of its kind", i+1, step.Act, step.Item)
		}
		counts[step.Act]++
		if step.Glance != nil {
			continue
		}
		was, known := life[step.Item]
		switch {
		case step.Item == "" || known != (step.Act != brief.Publish):
			t.Errorf("step %d: %s of %q, which was %q", i+1, step.Act, step.Item, was)
		case was == brief.Withdraw:
			t.Errorf("step %d: %s was withdrawn and cannot come back", i+1, step.Item)
		}
		held[step.Item] = held[step.Item] || step.Act == brief.Hold
		life[step.Item] = step.Act
		if step.Act != brief.Publish && len(step.Development.Note) < 20 {
			t.Errorf("step %d: %s of %s says nothing to readers", i+1, step.Act, step.Item)
		}
		if step.Act == brief.Publish && step.Development.Note != "" {
			t.Errorf("step %d: %s is new and has a note", i+1, step.Item)
		}
	}
	for item := range held {
		if life[item] == brief.Hold {
			t.Errorf("%s is still being checked at the end", item)
		}
	}
	least := map[brief.EntryKind]int{brief.Publish: 43, brief.Update: 4, brief.Correct: 2, brief.Refile: 1, brief.Hold: 1, brief.Withdraw: 1, brief.EntryGlance: 4}
	for kind, n := range least {
		if counts[kind] < n {
			t.Errorf("%d steps are of the kind %s; the sample shows at least %d", counts[kind], kind, n)
		}
	}
}

func TestSampleDevelopmentsAreWrittenAsTheDeskAsks(t *testing.T) {
	script := sampleOf(t)
	unverified, tracks := map[string]bool{}, map[brief.TrackID]int{}
	for _, step := range script.Steps {
		d := step.Development
		if d == nil {
			continue
		}
		track, known := script.Briefing.Track(d.Track)
		if !known || !slices.Contains(brief.DevelopmentKinds, d.Kind) || !slices.Contains(brief.Labels, d.Label) {
			t.Errorf("%s: track %q, kind %q, label %q", step.Item, d.Track, d.Kind, d.Label)
		}
		if d.Label == brief.Witnessed || d.Label == brief.Verified {
			t.Errorf("%s: nobody of the sample desk saw or verified anything", step.Item)
		}
		if d.Label == brief.Unverified {
			unverified[step.Item] = true
		}
		if step.Act == brief.Publish {
			tracks[track.ID]++
		}
		if n := len(strings.Fields(d.Headline)); n == 0 || n > sampleHeadline || strings.HasSuffix(d.Headline, ".") {
			t.Errorf("%s: the headline %q has %d words", step.Item, d.Headline, n)
		}
		if d.Kind == brief.KindStory {
			continue // an explanation of the desk's own: it has no moment and no place
		}
		if _, err := time.LoadLocation(d.Event.Zone); err != nil || d.Event.Zone == "" || d.Event.From.IsZero() || d.Event.Precision == "" || d.Place == "" {
			t.Errorf("%s: when or where is missing: %+v %q", step.Item, d.Event, d.Place)
		}
		checkWords(t, step.Item, d.Headline+" "+d.Note)
		if step.Act == brief.Withdraw {
			if d.Text != "" {
				t.Errorf("%s: what was withdrawn is still told: %q", step.Item, d.Text)
			}
			continue
		}
		checkProse(t, step.Item, d.Text)
	}
	if len(unverified) == 0 || len(unverified) > sampleUnverified {
		t.Errorf("%d items are not verified", len(unverified))
	}
	for _, track := range script.Briefing.Tracks {
		if tracks[track.ID] < 6 {
			t.Errorf("the track %s has %d developments", track.Name, tracks[track.ID])
		}
	}
}

// checkProse holds a text to the length of a sentence, to attribution and to plain words.
func checkProse(t *testing.T, where, text string) {
	t.Helper()
	if !strings.HasSuffix(text, ".") || strings.Contains(text, "  ") || strings.TrimSpace(text) != text {
		t.Errorf("%s: stray or missing characters in %q", where, text)
	}
	for _, sentence := range sentencesOf(text) {
		if n := len(strings.Fields(sentence)); n > sampleSentence {
			t.Errorf("%s: %d words in %q", where, n, sentence)
		}
	}
	if !saying.MatchString(text) {
		t.Errorf("%s: nobody says %q", where, text)
	}
	checkWords(t, where, text)
}

func checkWords(t *testing.T, where, text string) {
	t.Helper()
	for _, bad := range []*regexp.Regexp{judging, drifting} {
		if word := bad.FindString(text); word != "" {
			t.Errorf("%s: %q in %q", where, word, text)
		}
	}
	if strings.ContainsAny(text, "\"“”'") {
		t.Errorf("%s: %q quotes somebody, or has a straight apostrophe", where, text)
	}
}

func TestSampleQuotesStandInItsReports(t *testing.T) {
	script := sampleOf(t)
	texts, used := sampleTexts(t, script), map[string]bool{}
	published := map[string]time.Time{}
	for _, r := range script.Reports {
		published[r.Name] = r.Published
		if r.Outlet != "Sample report" {
			t.Errorf("the report %s poses as one of %s", r.Name, r.Outlet)
		}
	}
	for _, step := range script.Steps {
		if step.Development == nil {
			continue
		}
		for _, ref := range step.Development.RestsOn {
			if ref.Report == "" {
				if ref.Quote != "" || ref.Outlet == "" {
					t.Errorf("%s: %+v quotes a publisher or names none", step.Item, ref)
				}
				continue
			}
			name := string(ref.Report)
			used[name] = true
			if ref.URL != "" {
				t.Errorf("%s: the sample report %s must not stand under somebody else's address", step.Item, name)
			}
			if ref.Quote == "" || strings.Count(texts[name], ref.Quote) != 1 {
				t.Errorf("%s: the report %s does not hold %q once", step.Item, name, ref.Quote)
			}
			if published[name].After(step.Dated) {
				t.Errorf("%s rests on the report %s, which is younger", step.Item, name)
			}
		}
	}
	for name := range texts {
		if !used[name] {
			t.Errorf("nothing rests on the report %s", name)
		}
	}
}

func TestSampleReportsSayWhatTheyAre(t *testing.T) {
	script := sampleOf(t)
	texts := sampleTexts(t, script)
	files, err := fs.Glob(sampleFiles, "sample/reports/*.txt")
	if err != nil || len(files) != len(texts) || len(texts) < 6 {
		t.Errorf("%d files for %d reports: %v", len(files), len(texts), err)
	}
	for _, r := range script.Reports {
		paragraphs := strings.Split(strings.TrimSuffix(texts[r.Name], "\n"), "\n\n")
		if len(paragraphs) < 4 || paragraphs[0] != sampleNotice || paragraphs[1] != r.Title {
			t.Errorf("%s does not begin with the notice and its title", r.Name)
		}
		if n := len(strings.Fields(texts[r.Name])); n < 60 || n > 180 {
			t.Errorf("%s has %d words", r.Name, n)
		}
		if r.Published.IsZero() || r.URL == "" {
			t.Errorf("%s has no date or address", r.Name)
		}
		checkWords(t, r.Name, texts[r.Name])
	}
}

// TestSampleRestsOnTheSheet compares every address with the sheet of facts that the sample was written from.
func TestSampleRestsOnTheSheet(t *testing.T) {
	script := sampleOf(t)
	var addresses []string
	for _, step := range script.Steps {
		if step.Development == nil {
			continue
		}
		found := 0
		for _, ref := range step.Development.RestsOn {
			if strings.HasPrefix(ref.URL, "https://") || strings.HasPrefix(ref.URL, "http://") {
				addresses, found = append(addresses, ref.URL), found+1
			}
		}
		if found == 0 && step.Development.Kind != brief.KindStory {
			t.Errorf("%s of %s rests on no address", step.Act, step.Item)
		}
	}
	for _, r := range script.Reports {
		addresses = append(addresses, r.URL)
	}
	shared := os.Getenv("LIVEBRIEF_SHARED")
	if shared == "" {
		t.Skip("LIVEBRIEF_SHARED is not set: the addresses are not compared with the sheet of facts")
	}
	sheet, err := os.ReadFile(filepath.Join(shared, "reference", "sample-facts.md"))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, word := range strings.Fields(string(sheet)) {
		known[strings.Trim(word, "|();,")] = true
	}
	for _, address := range addresses {
		if !known[address] {
			t.Errorf("%s is not in the sheet", address)
		}
	}
}

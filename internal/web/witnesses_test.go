package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/page"
)

const someWitness = "partner.example/w1+00000000+BAAA"

// watchedStall is a stall whose briefing names one witness; the clock and what the witness signed are the test's.
func watchedStall(t *testing.T) (s *stall, now *time.Time, signed *[]page.Cosigned) {
	s = newStall(t)
	state, err := s.Current(t.Context(), s.id)
	if err != nil {
		t.Fatal(err)
	}
	b := state.Briefing
	b.Witnesses = []brief.Witness{{Key: someWitness, URL: "https://partner.example"}}
	s.put(t, s.id, brief.EntryBriefing, brief.ItemBriefing, b)
	now, signed = new(time.Time), new([]page.Cosigned)
	*now = time.Date(2022, 9, 24, 12, 0, 0, 0, time.UTC)
	s.conf.Now = func() time.Time { return *now }
	s.conf.Witnessed = func(brief.BriefingID) []page.Cosigned { return *signed }
	s.h = NewReaders(s.conf)
	return s, now, signed
}

func TestWhatIsSaidOfWitnessesDoesNotGoStaleInTheCache(t *testing.T) {
	s, now, signed := watchedStall(t)
	says := func(want string) {
		t.Helper()
		for _, path := range []string{"/ukraine/", "/ukraine/lite"} {
			if got := strings.ReplaceAll(s.get(path).Body.String(), "\u00a0", " "); !strings.Contains(got, want) {
				t.Errorf("%s does not say %q", path, want)
			}
		}
	}
	says("not witnessed yet")
	state, err := s.Current(t.Context(), s.id)
	if err != nil {
		t.Fatal(err)
	}
	*signed = []page.Cosigned{{Key: someWitness, Size: state.Seq, At: *now, Line: "— partner.example/w1 AAAA\n"}}
	says("just now")
	*now = now.Add(4 * time.Minute)
	says("4 minutes ago")
	*now = now.Add(3 * time.Hour)
	says("3 hours ago")
	s.put(t, s.id, brief.Publish, "third", event("Third headline"))
	says("not witnessed yet")
	if got := s.get("/ukraine/witnesses").Body.String(); !strings.Contains(got, "which is 1 behind the newest") {
		t.Error(got)
	}
	// Pages that are kept for longer say nothing that grows old.
	for _, path := range []string{"/ukraine/as-of/3", "/ukraine/p/first", "/ukraine/track/aid", "/ukraine/corrections"} {
		if got := s.get(path).Body.String(); strings.Contains(got, "ago") || strings.Contains(got, "not witnessed") {
			t.Errorf("%s says how long ago", path)
		}
	}
}

func TestEveryReaderIsToldTheSameOfWitnesses(t *testing.T) {
	s, now, signed := watchedStall(t)
	*signed = []page.Cosigned{{Key: someWitness, Size: 99, At: *now, Line: "— partner.example/w1 AAAA\n"}}
	*now = now.Add(61 * time.Second)
	one := s.get("/ukraine/")
	*now = now.Add(58 * time.Second)
	two := s.get("/ukraine/", "If-None-Match", one.Header().Get("ETag"))
	if two.Code != http.StatusNotModified {
		t.Error("within one minute the page changed: ", two.Code)
	}
	*now = now.Add(time.Second)
	if two = s.get("/ukraine/", "If-None-Match", one.Header().Get("ETag")); two.Code != http.StatusOK {
		t.Error("a minute later it is still the old page: ", two.Code)
	}
}

func TestTheCheckpointIsServedAnewWhenAWitnessSigns(t *testing.T) {
	s, now, signed := watchedStall(t)
	s.get("/ukraine/record/checkpoint")
	before := s.made
	s.get("/ukraine/record/checkpoint")
	if s.made != before {
		t.Error("the same checkpoint is made twice")
	}
	*signed = []page.Cosigned{{Key: someWitness, Size: 1, At: *now, Line: "— partner.example/w1 AAAA\n"}}
	s.get("/ukraine/record/checkpoint")
	if s.made != before+1 {
		t.Error("a new cosignature does not reach the checkpoint")
	}
}

func TestSettingsSayHowFarEachWitnessIsAndWhyNotFurther(t *testing.T) {
	o := newOffice(t)
	o.conf.Witnesses = func(id brief.BriefingID) []WitnessState {
		if id != o.id {
			t.Errorf("asked for %s", id)
		}
		return []WitnessState{{Name: "one.example", Size: 3, At: time.Date(2022, 9, 24, 12, 0, 0, 0, time.UTC)},
			{Name: "two.example", Says: "the server refuses <connections>"}}
	}
	o.open()
	got := o.signIn(chiefToken).get("/b/ukraine/settings").Body.String()
	for _, want := range []string{"one.example: edition 3 cosigned, 24 September 2022, 15:00</li>", "two.example: nothing cosigned yet · last try: the server refuses &lt;connections&gt;</li>"} {
		if !strings.Contains(got, want) {
			t.Errorf("the settings do not say %s", want)
		}
	}
}

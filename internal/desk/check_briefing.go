package desk

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

const (
	maxTitle      = 200
	maxStandfirst = 1000
	maxTracks     = 24
	maxTrackName  = 60
	maxLanguages  = 20
	maxLogo       = 16 << 10
	maxMirrors    = 50
	maxWitnesses  = 15
)

var (
	trackID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
	// mailAddress is what people write; whether it exists only a mail tells.
	mailAddress = regexp.MustCompile(`^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:"]+$`)
	colour      = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
)

// checkBriefing holds a briefing's facts to the rules and puts its lists into the form in which they are kept.
func checkBriefing(b *brief.Briefing) error {
	b.Title, b.Standfirst = tidyText(b.Title), tidyText(b.Standfirst)
	if b.Tracks == nil {
		b.Tracks = []brief.Track{}
	}
	if b.Sections == nil {
		b.Sections = []brief.Section{}
	}
	if err := first(checkTemplate(b.Template), b.Name.Check(), required("title", b.Title, maxTitle, false), checkText("standfirst", b.Standfirst, maxStandfirst, true),
		checkLinks("standfirst", b.Standfirst), checkTracks(b.Tracks), checkLanguages(b.Languages), checkSections(b.Sections)); err != nil {
		return err
	}
	if b.Zone == "" {
		return brief.Invalid("the briefing has no zone", "give the name of one, such as Europe/Kyiv")
	}
	if !slices.Contains(brief.States, b.State) {
		return brief.Invalid(fmt.Sprintf("there is no state %.40q", string(b.State)), "use one of "+list(brief.States))
	}
	return first(checkZone("zone", b.Zone), checkIdentity(&b.Identity), checkMirrors(b.Mirrors), checkWitnesses(b.Witnesses), checkMaps(b))
}

// maxMapDelay is how many minutes a map can be held back: a week.
const maxMapDelay = 7 * 24 * 60

func checkMaps(b *brief.Briefing) error {
	if b.MapDelay < 0 || b.MapDelay > maxMapDelay {
		return brief.Invalid(fmt.Sprintf("maps cannot wait %d minutes", b.MapDelay), fmt.Sprintf("use 0 to %d", maxMapDelay))
	}
	if b.MapJump < 0 || b.MapJump > 1000 {
		return brief.Invalid(fmt.Sprintf("a map cannot jump by %d percent", b.MapJump), "use 1 to 1000, or 0 for the usual share")
	}
	switch b.MapViewpoint {
	case "", brief.Recognised, brief.Disputed:
	default:
		return brief.Invalid(fmt.Sprintf("maps are not drawn as %.40q", string(b.MapViewpoint)), "use recognised or disputed")
	}
	return nil
}

func checkMirrors(mirrors []string) error {
	if err := checkCount("mirrors", len(mirrors), maxMirrors); err != nil {
		return err
	}
	for i, address := range mirrors {
		if err := checkAddress("address of the mirror", address); err != nil {
			return err
		}
		if slices.Contains(mirrors[:i], address) {
			return brief.Invalid(fmt.Sprintf("the mirror %s comes twice", address), "name it once")
		}
	}
	return nil
}

func checkWitnesses(witnesses []brief.Witness) error {
	if err := checkCount("witnesses", len(witnesses), maxWitnesses); err != nil {
		return err
	}
	for i, w := range witnesses {
		if err := first(required("key of the witness", w.Key, maxShort, false), checkAddress("address of the witness", w.URL)); err != nil {
			return err
		}
		if _, err := record.NewWitnessVerifier(w.Key); err != nil {
			return err
		}
		if slices.ContainsFunc(witnesses[:i], func(o brief.Witness) bool { return o.Key == w.Key }) {
			return brief.Invalid(fmt.Sprintf("the witness %s comes twice", w.Key), "name it once")
		}
	}
	return nil
}

func checkTemplate(name string) error {
	if _, err := Template(name); err != nil {
		return brief.Invalid(fmt.Sprintf("there is no template %.40q", name), "use war, disaster, election or blank")
	}
	return nil
}

func checkTracks(tracks []brief.Track) error {
	if err := checkCount("tracks", len(tracks), maxTracks); err != nil {
		return err
	}
	seen := map[brief.TrackID]bool{}
	for _, t := range tracks {
		if !trackID.MatchString(string(t.ID)) {
			return brief.Invalid(fmt.Sprintf("the track id %.60q cannot be part of an address", string(t.ID)),
				"use up to 40 lower-case letters, digits and hyphens, beginning with a letter or digit")
		}
		if seen[t.ID] {
			return brief.Invalid(fmt.Sprintf("the track id %s comes twice", t.ID), "give each track its own")
		}
		seen[t.ID] = true
		if err := required("name of the track "+string(t.ID), t.Name, maxTrackName, false); err != nil {
			return err
		}
		for _, date := range []string{t.From, t.To} {
			if date == "" {
				continue
			}
			if err := checkDate("date of the track "+t.Name, date); err != nil {
				return err
			}
		}
		if t.From != "" && t.To != "" && t.To < t.From {
			return brief.Invalid(fmt.Sprintf("the track %s ends before it begins", t.Name), "put its dates in order")
		}
	}
	return nil
}

func checkLanguages(tags []string) error {
	if len(tags) == 0 {
		return brief.Invalid("the briefing has no language", "give the tag of the language that the desk writes in, such as en")
	}
	if err := checkCount("languages", len(tags), maxLanguages); err != nil {
		return err
	}
	for i, tag := range tags {
		if t, err := language.Parse(tag); err != nil || t == language.Und || strings.Contains(tag, "_") {
			return brief.Invalid(fmt.Sprintf("%.40q is not the tag of a language", tag), "use a tag such as en, uk or pt-BR")
		}
		if slices.Contains(tags[:i], tag) {
			return brief.Invalid(fmt.Sprintf("the language %s comes twice", tag), "name it once")
		}
	}
	return nil
}

func checkSections(sections []brief.Section) error {
	for i, s := range sections {
		if !slices.Contains(brief.Sections, s) {
			return brief.Invalid(fmt.Sprintf("there is no section %.40q", string(s)), "use "+list(brief.Sections))
		}
		if slices.Contains(sections[:i], s) {
			return brief.Invalid(fmt.Sprintf("the section %s comes twice", s), "name it once")
		}
	}
	return nil
}

func checkIdentity(id *brief.Identity) error {
	if err := checkText("name of the newsroom", id.Name, maxShort, false); err != nil {
		return err
	}
	for _, a := range []struct{ what, address string }{{"home address", id.Home}, {"imprint", id.Imprint}, {"privacy page", id.Privacy}} {
		if a.address == "" {
			continue
		}
		if err := checkAddress(a.what, a.address); err != nil {
			return err
		}
	}
	for _, c := range []string{id.Colour, id.ColourDark} {
		if c != "" && !colour.MatchString(c) {
			return brief.Invalid(fmt.Sprintf("%.20q is not a colour", c), "write it as #rrggbb")
		}
	}
	return first(checkContact(id.Contact), checkLogo(id.Logo))
}

// checkContact takes a mail address, plain or with mailto:, or an address on the web.
func checkContact(contact string) error {
	if contact == "" {
		return nil
	}
	plain := strings.TrimPrefix(contact, "mailto:")
	if mailAddress.MatchString(plain) && len(plain) <= maxShort {
		return nil
	}
	if checkAddress("contact", contact) == nil {
		return nil
	}
	return brief.Invalid(fmt.Sprintf("the contact %.80q is neither a mail address nor one on the web", contact), "give one of them")
}

// checkLogo takes a data: address of a PNG, JPEG or SVG.
func checkLogo(logo string) error {
	if logo == "" {
		return nil
	}
	if len(logo) > maxLogo*4/3+64 {
		return brief.Invalid("the logo is too large", "use an image of at most 16 KB")
	}
	for _, kind := range []string{"image/png", "image/jpeg", "image/svg+xml"} {
		data, ok := strings.CutPrefix(logo, "data:"+kind+";base64,")
		if !ok {
			continue
		}
		raw, err := base64.StdEncoding.DecodeString(data)
		if err != nil || len(raw) == 0 || len(raw) > maxLogo {
			return brief.Invalid("the logo is damaged or larger than 16 KB", "use an image of at most 16 KB")
		}
		return nil
	}
	return brief.Invalid("the logo is not a PNG, JPEG or SVG image as a data: address", "hand in the image as a file")
}

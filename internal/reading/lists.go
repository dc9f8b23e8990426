package reading

import (
	"livebrief/internal/brief"
	"livebrief/internal/reading/gazetteer"
	"livebrief/internal/reading/pattern"
	"livebrief/internal/reading/register"
)

// With gives options that a desk's list adds to; the receiver stays as it is. Tracks are those that a list of tracks may
// name, any if nil. The error tells every wrong line.
func (o Options) With(list brief.ListName, text string, tracks []string) (Options, error) {
	var err error
	switch list {
	case brief.ListOfNames:
		o.Names, err = orDefault(o.Names, register.Default).With(text)
	case brief.ListOfPlaces:
		o.Places, err = orDefault(o.Places, gazetteer.Default).With(text)
	case brief.ListOfTracks:
		o.Tracks, err = orDefault(o.Tracks, pattern.Default).With(text, tracks)
	}
	return o, err
}

func orDefault[T any](given *T, otherwise func() *T) *T {
	if given != nil {
		return given
	}
	return otherwise()
}

// OptionsFor is how the reports of a briefing are read: by what the program knows, for its template, by its speakers, and by
// the lists of its desk. What a list says of tracks that the briefing no longer has is left out. The error is that of a list which
// cannot be read; the others count all the same.
func OptionsFor(b *brief.Briefing, speakers []brief.Speaker, lists []brief.DeskList) (Options, error) {
	tracks := trackIDs(b)
	o := Options{Names: register.Default().Knowing(speakers), Tracks: pattern.For(b.Template, tracks)}
	var wrong error
	for _, l := range lists {
		more, err := o.With(l.Name, l.Text, nil)
		if err != nil {
			wrong = err
			continue
		}
		o = more
	}
	o.Tracks = o.Tracks.Only(tracks)
	return o, wrong
}

// CheckList tells whether a list can be taken for a briefing. The error tells every wrong line.
func CheckList(b *brief.Briefing, list brief.ListName, text string) error {
	tracks := trackIDs(b)
	_, err := Options{Tracks: pattern.For(b.Template, tracks)}.With(list, text, tracks)
	return err
}

// ListText is the list that comes with the program for a briefing.
func ListText(b *brief.Briefing, list brief.ListName) string {
	switch list {
	case brief.ListOfNames:
		return register.Text()
	case brief.ListOfPlaces:
		return gazetteer.Text()
	}
	return pattern.Text(b.Template)
}

func trackIDs(b *brief.Briefing) []string {
	ids := []string{}
	for _, t := range b.Tracks {
		ids = append(ids, string(t.ID))
	}
	return ids
}

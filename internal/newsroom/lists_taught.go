package newsroom

import (
	"livebrief/internal/brief"
	"livebrief/internal/reading"
	"livebrief/internal/reading/gazetteer"
	"livebrief/internal/reading/pattern"
	"livebrief/internal/reading/register"
)

// taught gives a reader that knows what the program comes with, and what the desk's lists add. Tracks are those that
// the list of tracks may name, any if nil. The error tells every wrong line of a list.
func taught(words *pattern.Set, tracks []string, lists map[brief.ListName]string) (reading.Options, error) {
	o := reading.Options{Names: register.Default(), Places: gazetteer.Default(), Tracks: words}
	var err error
	if text := lists[brief.ListOfNames]; text != "" {
		if o.Names, err = o.Names.With(text); err != nil {
			return o, err
		}
	}
	if text := lists[brief.ListOfPlaces]; text != "" {
		if o.Places, err = o.Places.With(text); err != nil {
			return o, err
		}
	}
	if text := lists[brief.ListOfTracks]; text != "" {
		if o.Tracks, err = o.Tracks.With(text, tracks); err != nil {
			return o, err
		}
	}
	return o, nil
}

package pattern

import (
	"embed"
	"slices"
	"strings"
	"sync"
)

//go:embed *.txt
var lists embed.FS

// Set is the patterns for the tracks of a briefing and for the kinds of its developments.
type Set struct {
	tracks, kinds *Index
	order         []string
}

// Default is the set of the template war with all its tracks.
var Default = sync.OnceValue(func() *Set { return For("war", nil) })

// Text is the list that comes with the program for a template, with that for the kinds of development.
func Text(template string) string {
	kinds, err := lists.ReadFile("kinds.txt")
	if err != nil {
		panic(err) // it is part of the program
	}
	tracks, err := lists.ReadFile(template + ".txt")
	if err != nil || template == "kinds" {
		return string(kinds) // a briefing of its own has no tracks that the program knows
	}
	return string(tracks) + "\n" + string(kinds)
}

// For gives the set that comes with the program for a template, of the given tracks only, of all if tracks is nil.
func For(template string, tracks []string) *Set {
	s := &Set{tracks: newIndex(), kinds: newIndex()}
	var kept strings.Builder
	for text := range strings.Lines(Text(template)) {
		if l, wrong := parse(strings.TrimSpace(text)); wrong == "" && (l.kind || tracks == nil || slices.Contains(tracks, l.name)) {
			kept.WriteString(text)
		}
	}
	if err := s.read(kept.String(), nil); err != nil {
		panic(err) // the lists are part of the program and tested
	}
	return s
}

// With gives a set that also has a desk's list, whose weights win; the receiver stays as it is. Tracks are those that
// the list may name, any if nil. The error tells every wrong line.
func (s *Set) With(text string, tracks []string) (*Set, error) {
	t := &Set{tracks: s.tracks.clone(), kinds: s.kinds.clone(), order: s.order}
	if err := t.read(text, tracks); err != nil {
		return nil, err
	}
	return t, nil
}

// Only gives the set of these tracks alone, and of all kinds; the receiver stays as it is.
func (s *Set) Only(tracks []string) *Set {
	order := slices.DeleteFunc(s.Order(), func(id string) bool { return !slices.Contains(tracks, id) })
	return &Set{tracks: s.tracks, kinds: s.kinds, order: order}
}

// Tracks finds the patterns for tracks, Kinds those for kinds.
func (s *Set) Tracks() *Index { return s.tracks }

// Kinds finds the patterns for kinds of development.
func (s *Set) Kinds() *Index { return s.kinds }

// Order lists the tracks that there are patterns for, as the lists name them first.
func (s *Set) Order() []string { return slices.Clone(s.order) }

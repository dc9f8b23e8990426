package page

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// maker fills the view structs of one page.
type maker struct {
	Shelf
	b     *brief.Briefing
	words *Words
	clock clock
	at    address // where the page stands
	hues  map[brief.TrackID]string
	texts map[brief.Seq]brief.Published
	// corrected is the last correction of each item.
	corrected map[brief.ItemID]edition.Correction
	// anchors are the places of an edition in one file, which leads nowhere else; nil for a page among others.
	anchors map[address]string
}

// newMaker begins a page at an address below the briefing. The edition an AsOf page is made from is part of its address.
func newMaker(s Shelf, at address) *maker {
	b := &s.State.Briefing
	words := WordsFor(b.Lang())
	m := &maker{Shelf: s, b: b, words: words, clock: clockFor(b, words), at: at, hues: hues(b.Tracks),
		texts: map[brief.Seq]brief.Published{}, corrected: map[brief.ItemID]edition.Correction{}}
	for _, c := range s.State.Corrections() {
		if _, later := m.corrected[c.Item]; c.Kind == brief.Correct && !later {
			m.corrected[c.Item] = c
		}
	}
	return m
}

// hues gives each track its class of colour: its own for the tracks of the archetype, one of five in turn for others.
func hues(tracks []brief.Track) map[brief.TrackID]string {
	out := make(map[brief.TrackID]string, len(tracks))
	for i, t := range sortedTracks(tracks) {
		switch t.ID {
		case "world", "home", "fighting", "civilians", "aid":
			out[t.ID] = string(t.ID)
		default:
			out[t.ID] = "t" + strconv.Itoa(i%5)
		}
	}
	return out
}

func sortedTracks(tracks []brief.Track) []brief.Track {
	sorted := slices.Clone(tracks)
	slices.SortStableFunc(sorted, func(a, b brief.Track) int { return cmp.Compare(a.Order, b.Order) })
	return sorted
}

func (m *maker) hue(t brief.TrackID) string { return cmp.Or(m.hues[t], "none") }

// trackName gives what readers call a track.
func (m *maker) trackName(id brief.TrackID) string {
	if t, ok := m.b.Track(id); ok {
		return t.Name
	}
	return string(id)
}

// link leads from this page to another, or to its place in the one file; "" where that has none.
func (m *maker) link(to address) string {
	if m.anchors != nil {
		return m.anchors[to]
	}
	if m.Static {
		return m.at.root() + string(to.file())
	}
	return m.at.link(to)
}

// lasting leads to an edition at its lasting address, "" when a copy does not have it.
func (m *maker) lasting(seq brief.Seq) string {
	if m.Static && !m.Kept[seq] {
		return ""
	}
	return m.link(asOfAt(seq))
}

// asset leads to a static file: beside the briefings on a server, within the copy of one.
func (m *maker) asset(name string) string {
	if m.Static {
		return m.at.root() + "static/" + AssetHash(name)
	}
	return m.at.root() + "../static/" + AssetHash(name)
}

// absolute gives the public address of a page, "" when it is unknown.
func (m *maker) absolute(to address) string {
	if m.Public == "" {
		return ""
	}
	return m.Public + "/" + string(m.Name) + "/" + string(to)
}

// fetch asks for the bodies that the items show: their current text, the correction that still counts, and the statements
// that they lead to.
func (m *maker) fetch(bodies Bodies, items []edition.Item, more ...brief.Seq) error {
	seqs := more
	for _, it := range items {
		seqs = append(seqs, it.Current)
		if c, ok := m.corrected[it.ID]; ok && c.Seq != it.Current {
			seqs = append(seqs, c.Seq)
		}
	}
	if err := m.take(bodies, seqs); err != nil {
		return err
	}
	cited, err := m.cited(items)
	if err != nil {
		return err
	}
	return m.take(bodies, cited)
}

// take asks for entries that are not there yet.
func (m *maker) take(bodies Bodies, seqs []brief.Seq) error {
	seqs = slices.DeleteFunc(slices.Clone(seqs), func(seq brief.Seq) bool { _, there := m.texts[seq]; return there })
	slices.Sort(seqs)
	seqs = slices.Compact(seqs)
	if len(seqs) == 0 {
		return nil
	}
	found, err := bodies(seqs)
	if err != nil {
		return fmt.Errorf("fetching the texts of a page: %w", err)
	}
	for _, seq := range seqs {
		p, ok := found[seq]
		if !ok {
			return fmt.Errorf("fetching the texts of a page: entry %d is missing", seq)
		}
		m.texts[seq] = p
	}
	return nil
}

// body reads what may be shown of an entry; ok is false when nothing may.
func body[T any](p brief.Published) (v T, ok bool, err error) {
	text := p.Text()
	if len(text) == 0 || string(text) == "null" {
		return v, false, nil
	}
	if err := json.Unmarshal(text, &v); err != nil {
		return v, false, fmt.Errorf("reading the body of entry %d: %w", p.Entry.Seq, err)
	}
	return v, true, nil
}

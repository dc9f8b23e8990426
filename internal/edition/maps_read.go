package edition

import (
	"encoding/json"
	"fmt"
	"sync"

	"livebrief/internal/atlas"
	"livebrief/internal/brief"
	"livebrief/internal/territory"
)

// MapReader reads the maps of a series. Many goroutines may use it at once.
type MapReader struct {
	MapSeries
	bodies Bodies

	mu     sync.Mutex
	parsed map[brief.Seq]*brief.MapChange
}

// ReadMaps begins to read a series.
func ReadMaps(m MapSeries, bodies Bodies) *MapReader {
	return &MapReader{MapSeries: m, bodies: bodies, parsed: map[brief.Seq]*brief.MapChange{}}
}

// Body gives the body of an entry of the series.
func (r *MapReader) Body(seq brief.Seq) (*brief.MapChange, error) {
	found, err := r.all([]brief.Seq{seq})
	if err != nil {
		return nil, err
	}
	return found[seq], nil
}

// About gives what the series says of itself: the body of its last change without days, with the table and the areas beside it that
// stand.
func (r *MapReader) About() (*brief.MapChange, error) {
	seqs := []brief.Seq{r.Current}
	for _, seq := range []brief.Seq{r.Places, r.Reference} {
		if seq != 0 {
			seqs = append(seqs, seq)
		}
	}
	bodies, err := r.all(seqs)
	if err != nil {
		return nil, err
	}
	about := *bodies[r.Current]
	about.Days, about.Layers = nil, nil
	if b := bodies[r.Places]; b != nil {
		about.Places = b.Places
	}
	if b := bodies[r.Reference]; b != nil {
		about.Reference = b.Reference
	}
	return &about, nil
}

// all gives the bodies of entries, each fetched and parsed once.
func (r *MapReader) all(seqs []brief.Seq) (map[brief.Seq]*brief.MapChange, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var missing []brief.Seq
	for _, seq := range seqs {
		if _, have := r.parsed[seq]; !have {
			r.parsed[seq] = nil
			missing = append(missing, seq)
		}
	}
	if len(missing) > 0 {
		if err := r.fetch(missing); err != nil {
			for _, seq := range missing {
				delete(r.parsed, seq)
			}
			return nil, err
		}
	}
	out := make(map[brief.Seq]*brief.MapChange, len(seqs))
	for _, seq := range seqs {
		out[seq] = r.parsed[seq]
	}
	return out, nil
}

func (r *MapReader) fetch(seqs []brief.Seq) error {
	bodies, err := r.bodies(seqs)
	if err != nil {
		return err
	}
	for _, seq := range seqs {
		p := bodies[seq]
		var m brief.MapChange
		if text := p.Text(); len(text) > 0 {
			if err := json.Unmarshal(text, &m); err != nil {
				return fmt.Errorf("reading the maps of entry %d: %w", seq, err)
			}
		}
		r.parsed[seq] = &m
	}
	return nil
}

// Layer reads the layer of Maps[at].
func (r *MapReader) Layer(at int) (territory.Layer, error) {
	parts := r.Parts(at)
	seqs := make([]brief.Seq, len(parts))
	for i, p := range parts {
		seqs[i] = p.Seq
	}
	bodies, err := r.all(seqs)
	if err != nil {
		return nil, err
	}
	list := make([]atlas.Part, len(parts))
	for i, p := range parts {
		list[i] = atlas.Part{Body: bodies[p.Seq], Index: p.Index}
	}
	return atlas.Read(list)
}

// Areas gives how large the areas of some maps are, by their place in maps; nil for one whose body is gone.
func (r *MapReader) Areas(maps []MapDay) ([][]brief.MapArea, error) {
	seqs := make([]brief.Seq, len(maps))
	for i, m := range maps {
		seqs[i] = m.Seq
	}
	bodies, err := r.all(seqs)
	if err != nil {
		return nil, err
	}
	out := make([][]brief.MapArea, len(maps))
	for i, m := range maps {
		if days := bodies[m.Seq].Days; m.Index < len(days) {
			out[i] = days[m.Index].Areas
		}
	}
	return out, nil
}

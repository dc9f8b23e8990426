package mirror

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
	"livebrief/internal/record"
)

// planned is a file to be written: where, and how.
type planned struct {
	path string
	// since is the last entry that can have changed it: a file that was written for that edition or a later one, by
	// the same program and with the same days behind it, is the same file. 0 is never known to be the same.
	since brief.Seq
	write func(io.Writer) error
}

// plan lists every file of the copy but the manifest, sorted by path.
func (f *folded) plan() ([]planned, error) {
	p := &planner{folded: f, whole: f.state.Version(edition.Whole())}
	p.lists()
	p.items()
	p.ledger()
	p.maps()
	p.numbers()
	p.glance()
	p.past()
	p.feeds()
	p.sheets()
	p.record()
	slices.SortFunc(p.files, func(a, b planned) int { return cmp.Compare(a.path, b.path) })
	for i := 1; i < len(p.files); i++ {
		if p.files[i].path == p.files[i-1].path {
			return nil, fmt.Errorf("two pages of the copy have the path %s", p.files[i].path)
		}
	}
	return p.files, nil
}

type planner struct {
	*folded
	whole brief.Seq
	files []planned
}

// page plans the page at an address below the briefing.
func (p *planner) page(at string, since brief.Seq, write func(io.Writer) error) {
	p.files = append(p.files, planned{page.CopyPath(at), since, write})
}

// raw plans a file that is no page.
func (p *planner) raw(path string, since brief.Seq, body func() ([]byte, error)) {
	p.files = append(p.files, planned{path, since, func(w io.Writer) error {
		b, err := body()
		if err == nil {
			_, err = w.Write(b)
		}
		return err
	}})
}

// list plans the pages of a list, counted from 1.
func (p *planner) list(at string, since brief.Seq, count int, write func(w io.Writer, n int) error) {
	for n := 1; n == 1 || (n-1)*page.PerPage < count; n++ {
		here := at
		if n > 1 {
			here = at + "/page/" + strconv.Itoa(n)
			if at == "" {
				here = "page/" + strconv.Itoa(n)
			}
		}
		p.page(here, since, func(w io.Writer) error { return write(w, n) })
	}
}

func (p *planner) lists() {
	s, state := p.shelf, p.state
	p.list("", p.whole, state.Count(edition.Filter{}), func(w io.Writer, n int) error { return page.WriteLive(w, s, p.bodies, n) })
	if state.Briefing.Shows(brief.SectionCoverage) {
		p.list("coverage", p.whole, state.StoryCount(), func(w io.Writer, n int) error { return page.WriteCoverage(w, s, p.bodies, n) })
	}
	for _, t := range p.tracks {
		p.list("track/"+string(t), state.Version(edition.OfTrack(t)), state.Count(edition.Filter{Track: t}),
			func(w io.Writer, n int) error { return page.WriteTrack(w, s, p.bodies, t, n) })
	}
	for _, d := range state.Days() {
		p.page("day/"+d.Date, state.Version(edition.OfDay(d.Date)), func(w io.Writer) error { return page.WriteDay(w, s, p.bodies, d.Date) })
	}
	p.page("corrections", p.whole, func(w io.Writer) error { return page.WriteCorrections(w, s, p.bodies) })
	p.page("lite", p.whole, func(w io.Writer) error { return page.WriteLite(w, s, p.bodies) })
	p.page("box", p.whole, func(w io.Writer) error { return page.WriteBox(w, s, p.bodies) })
	listed := state.Version(edition.OfBriefing())
	p.page("mirrors", listed, func(w io.Writer) error { return page.WriteMirrors(w, s) })
	p.raw(mirrorsPath, listed, func() ([]byte, error) { return SignMirrors(state, p.Signer, p.Key) })
	p.page("embed", p.whole, func(w io.Writer) error { return page.WriteEmbed(w, s, p.bodies, embedLines) })
}

// embedLines is how many lines of the glance the frame for other sites shows.
const embedLines = 9

func (p *planner) items() {
	all := p.state.Developments(edition.Filter{}, 0, p.state.Len())
	for _, it := range append(all, p.state.Stories(p.state.Len())...) {
		since := p.state.Version(edition.OfItem(it.ID))
		p.page("p/"+string(it.ID), since, func(w io.Writer) error { return page.WriteItem(w, p.shelf, p.bodies, it.ID) })
		p.page("p/"+string(it.ID)+"/history", since, func(w io.Writer) error {
			return page.WriteHistory(w, p.shelf, it.ID, p.histories[it.ID])
		})
	}
}

func (p *planner) glance() {
	for _, id := range p.lines {
		p.page("glance/"+string(id), p.state.Version(edition.OfLine(id)), func(w io.Writer) error {
			var history []brief.Published
			for _, seq := range p.state.LineHistory(id) {
				history = append(history, p.Entries[seq-1])
			}
			return page.WriteLine(w, p.shelf, id, history)
		})
	}
}

// past plans the last edition of every day that is over. A removal that came later applies to them too.
func (p *planner) past() {
	var removed brief.Seq
	for i := range p.Entries {
		if p.Entries[i].Entry.Kind == brief.Redact {
			removed = p.Entries[i].Entry.Seq
		}
	}
	for _, state := range p.days {
		s := p.shelf
		s.State, s.AsOf = p.readable(state), true
		p.page("as-of/"+strconv.FormatUint(uint64(state.Seq), 10), max(state.Seq, removed, p.state.BriefingSeq), func(w io.Writer) error {
			return page.WriteLive(w, s, p.bodies, 1)
		})
		if m, shown := page.ShownMap(s.State); shown {
			p.pastMap(s, m, max(state.Seq, removed, p.state.BriefingSeq))
		}
	}
}

// readable gives an older edition without the sections that were switched off since: the copy has no pages of them.
func (p *planner) readable(old *edition.State) *edition.State {
	now := &p.state.Briefing
	off := func(s brief.Section) bool { return !now.Shows(s) }
	if !slices.ContainsFunc(old.Briefing.Sections, off) {
		return old
	}
	old = old.Clone()
	old.Briefing.Sections = slices.DeleteFunc(slices.Clone(old.Briefing.Sections), off)
	return old
}

func (p *planner) feeds() {
	for _, format := range []string{"atom", "rss", "json"} {
		p.page("feed."+format, p.whole, func(w io.Writer) error { return page.WriteFeed(w, p.shelf, p.bodies, format, "") })
		for _, t := range p.tracks {
			p.page("track/"+string(t)+"/feed."+format, p.state.Version(edition.OfTrack(t)), func(w io.Writer) error {
				return page.WriteFeed(w, p.shelf, p.bodies, format, t)
			})
		}
	}
}

func (p *planner) sheets() {
	names := []string{"live.css", "embed.css"}
	if p.state.Briefing.Shows(brief.SectionMap) {
		names = append(names, "map.css", "map.js")
	}
	if page.ShowsNumbers(p.state, "") {
		names = append(names, "numbers.css", "numbers.js")
		if !p.state.Briefing.Shows(brief.SectionMap) { // the looks of charts are with those of maps
			names = append(names, "map.css")
		}
	}
	for _, name := range names {
		if body, _, ok := page.Asset(name); ok {
			p.raw("static/"+page.AssetHash(name), p.state.BriefingSeq, func() ([]byte, error) { return body, nil })
		}
	}
	for _, f := range page.Verifier() {
		p.raw(f.Name, p.state.BriefingSeq, func() ([]byte, error) { return f.Body, nil })
	}
	var own bytes.Buffer
	if err := page.WriteIdentityCSS(&own, p.state.Briefing); err == nil && own.Len() > 0 {
		p.raw("identity.css", p.state.BriefingSeq, func() ([]byte, error) { return own.Bytes(), nil })
	}
	p.raw("README.txt", p.whole, func() ([]byte, error) { return p.readme(), nil })
	p.raw(keyPath, p.whole, func() ([]byte, error) { return []byte(p.Key + "\n"), nil })
}

// record plans the files of the transparency log, and what stands beside its entries.
func (p *planner) record() {
	size := int64(len(p.Entries))
	p.raw(checkpointPath, p.whole, func() ([]byte, error) { return p.Checkpoint, nil })
	for _, t := range tiles(size) {
		p.raw("record/"+record.TilePath(t.level, t.index, t.width), 1, func() ([]byte, error) { return p.tile(t) })
		if t.level == record.EntriesLevel {
			entries := p.Entries[t.from():t.to()]
			p.raw("record/"+record.BodiesPath(t.index, t.width), lastTouch(entries), func() ([]byte, error) { return record.Bodies(entries) })
		}
	}
}

// lastTouch is the last entry that can have changed what stands beside these.
func lastTouch(entries []brief.Published) brief.Seq {
	last := entries[len(entries)-1].Entry.Seq
	for i := range entries {
		if r := entries[i].Removal; r != nil {
			last = max(last, r.By)
		}
	}
	return last
}

func (f *folded) tile(t tile) ([]byte, error) {
	if t.level == record.EntriesLevel {
		return record.EntryBundle(f.leaves[t.from():t.to()])
	}
	return record.TileBytes(t.level, t.index, t.width, f.hashes)
}

// tile is one file of the log.
type tile struct {
	level int
	index int64
	width int
}

// from and to are the range of entries (counted from 0) of a bundle.
func (t tile) from() int64 { return t.index * record.FullTile }
func (t tile) to() int64   { return t.from() + int64(t.width) }

// tiles lists the files that a log of that size consists of.
func tiles(size int64) []tile {
	var list []tile
	for level := record.EntriesLevel; ; level++ {
		before := len(list)
		for index := int64(0); ; index++ {
			width := record.TileWidth(size, level, index)
			if width == 0 {
				break
			}
			list = append(list, tile{level, index, width})
		}
		if len(list) == before {
			return list
		}
	}
}

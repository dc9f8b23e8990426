package page

import (
	"html/template"
	"io"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// itemView is one development or story at its lasting address.
type itemView struct {
	frame
	D         development
	Published moment
	Versions  string
	Locator   template.HTML // where it was
	JSONLD    template.JS
}

// WriteItem writes one item's own page, with all it rests on shown.
func WriteItem(w io.Writer, s Shelf, bodies Bodies, id brief.ItemID) error {
	it, ok := s.State.Item(id)
	if !ok {
		return brief.NotFound("nothing was published at this address", "go to the briefing and look from there")
	}
	m := newMaker(s, itemAt(id))
	if err := m.fetch(bodies, []edition.Item{it}); err != nil {
		return err
	}
	d, err := m.development(it)
	if err != nil {
		return err
	}
	d.Open = true
	v := itemView{D: d, Published: m.clock.moment(it.When), Versions: m.words.count(it.Rev, m.words.Versions)}
	if d.Time.Zone == "" {
		v.Published = moment{ISO: d.Time.ISO, Text: m.clock.date(it.When)}
	}
	title, description := d.Headline, ""
	if d.Gone != nil {
		title, description = d.Gone.Mark, d.Gone.Says
	} else if b, ok, err := body[brief.Development](m.texts[it.Current]); err != nil {
		return err
	} else if ok {
		description = firstSentences(MarkdownToText(b.Text), 200)
		if v.Locator, err = m.locator(bodies, it, b); err != nil {
			return err
		}
		if v.JSONLD, err = m.posting(it, b); err != nil {
			return err
		}
	}
	v.frame = m.frame(title, description, edition.OfItem(id))
	if v.Locator != "" {
		v.Sheets = m.sheets("live.css", "map.css")
	}
	return render(w, "item", v)
}

// Preview writes a draft as readers will see it, as a whole page. With the previous text given and a note in the draft,
// the box of a correction is shown too.
func Preview(w io.Writer, s Shelf, draft brief.Development, previous *brief.Development) error {
	m := newMaker(s, "p/preview")
	v := itemView{D: development{W: m.words, ID: "preview"}, Published: m.clock.moment(s.State.When), Versions: m.words.Preview}
	m.fill(&v.D, draft)
	v.D.Open = true
	if previous != nil && draft.Note != "" {
		v.D.Fixes = []fix{{Class: "correct", Says: fill(m.words.Corrected, m.words.Preview), Note: draft.Note}}
	}
	v.frame = m.frame(draft.Headline, m.words.PreviewSays, edition.OfBriefing())
	v.Notice, v.Canonical, v.OpenGraph, v.Feeds = m.words.PreviewSays, "", "", nil
	return render(w, "item", v)
}

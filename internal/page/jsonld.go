package page

import (
	"encoding/json"
	"fmt"
	"html/template"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// The types of schema.org that the pages speak, as far as they have something to say.
type ldPosting struct {
	Context          string         `json:"@context,omitempty"`
	Type             string         `json:"@type"`
	Headline         string         `json:"headline"`
	Description      string         `json:"description,omitempty"`
	Language         string         `json:"inLanguage,omitempty"`
	URL              string         `json:"url,omitempty"`
	Main             string         `json:"mainEntityOfPage,omitempty"`
	Published        string         `json:"datePublished"`
	Modified         string         `json:"dateModified"`
	Start            string         `json:"coverageStartTime,omitempty"`
	End              string         `json:"coverageEndTime,omitempty"`
	Author           *ldAgent       `json:"author,omitempty"`
	Publisher        *ldAgent       `json:"publisher,omitempty"`
	Body             string         `json:"articleBody,omitempty"`
	CorrectionPolicy string         `json:"correctionsPolicy,omitempty"`
	Correction       []ldCorrection `json:"correction,omitempty"`
	BasedOn          []string       `json:"isBasedOn,omitempty"`
	Updates          []ldPosting    `json:"liveBlogUpdate,omitempty"`
}

type ldAgent struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type ldCorrection struct {
	Type      string `json:"@type"`
	Text      string `json:"text"`
	Published string `json:"datePublished"`
}

const schema = "https://schema.org"

// liveBlog describes the live page and the developments on it, whose texts were fetched. The start of the coverage is
// the first entry or the oldest development, whichever is older, so that it stays where it is as the briefing grows; an
// end is told only when the briefing is closed.
func (m *maker) liveBlog(bodies Bodies, items []edition.Item) (template.JS, error) {
	if m.State.Seq == 0 {
		return "", nil
	}
	if err := m.fetch(bodies, nil, 1, m.State.BriefingSeq); err != nil {
		return "", err
	}
	first := m.texts[1].Entry
	start := first.When()
	if n := m.State.Count(edition.Filter{}); n > 0 {
		if oldest := m.State.Developments(edition.Filter{}, n-1, 1)[0].When; oldest.Before(start) {
			start = oldest
		}
	}
	v := ldPosting{Context: schema, Type: "LiveBlogPosting", Headline: m.b.Title, Description: m.standfirst(), Language: m.b.Lang(),
		URL: m.absolute(""), Main: m.absolute(""), Published: iso(start), Start: iso(start), Modified: iso(m.State.When),
		Author: m.agent(), Publisher: m.agent(), CorrectionPolicy: m.absolute("corrections")}
	if m.b.State == brief.Closed {
		closed := m.texts[m.State.BriefingSeq].Entry
		v.End = iso(closed.When())
	}
	for _, it := range items {
		b, shown, err := body[brief.Development](m.texts[it.Current])
		if err != nil {
			return "", err
		}
		if !shown || it.Status == edition.Withdrawn || it.Status == edition.Removed {
			continue
		}
		one := m.ldItem(it, b)
		if live := m.absolute(""); live != "" {
			one.URL = live + "#d-" + string(it.ID)
		}
		v.Updates = append(v.Updates, one)
	}
	return ldScript(v)
}

// posting describes one development on its own page.
func (m *maker) posting(it edition.Item, b brief.Development) (template.JS, error) {
	v := m.ldItem(it, b)
	v.Context, v.Type = schema, "NewsArticle"
	v.URL, v.Main, v.Publisher, v.Language = m.absolute(m.at), m.absolute(m.at), m.agent(), m.texts[it.Current].Entry.Lang
	for _, r := range b.RestsOn {
		if href := outgoing(r.URL); href != "" {
			v.BasedOn = append(v.BasedOn, href)
		}
	}
	return ldScript(v)
}

func (m *maker) ldItem(it edition.Item, b brief.Development) ldPosting {
	v := ldPosting{Type: "BlogPosting", Headline: b.Headline, Body: MarkdownToText(b.Text), Published: iso(it.When),
		Modified: iso(latest(it.When, it.Changed)), Author: m.agent()}
	if b.Byline != "" {
		v.Author = &ldAgent{Type: "Person", Name: b.Byline}
	}
	if c, ok := m.corrected[it.ID]; ok {
		then, shown, err := body[brief.Development](m.texts[c.Seq])
		if err == nil && shown && then.Note != "" {
			v.Correction = []ldCorrection{{"CorrectionComment", then.Note, iso(c.When)}}
		}
	}
	return v
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// agent is the newsroom, nil when it has no name.
func (m *maker) agent() *ldAgent {
	if m.b.Identity.Name == "" {
		return nil
	}
	return &ldAgent{"Organization", m.b.Identity.Name, outgoing(m.b.Identity.Home)}
}

// ldScript gives the data block. encoding/json writes <, > and & as escapes, so that no text can end the block.
func ldScript(v any) (template.JS, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("writing the structured data: %w", err)
	}
	return template.JS(raw), nil
}

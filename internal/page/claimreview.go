package page

import (
	"html/template"
	"slices"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/statement"
)

// The types of schema.org by which search engines know a checked claim.
type ldReview struct {
	Context   string   `json:"@context"`
	Type      string   `json:"@type"`
	URL       string   `json:"url,omitempty"`
	Published string   `json:"datePublished"`
	Author    *ldAgent `json:"author,omitempty"`
	Claim     string   `json:"claimReviewed"`
	Body      string   `json:"reviewBody"`
	Item      ldClaim  `json:"itemReviewed"`
	Rating    ldRating `json:"reviewRating"`
}

type ldClaim struct {
	Type       string   `json:"@type"`
	Author     ldAgent  `json:"author"`
	Published  string   `json:"datePublished"`
	Appearance []ldWork `json:"appearance,omitempty"`
}

type ldWork struct {
	Type string `json:"@type"`
	URL  string `json:"url"`
}

// ldRating has words and no number: a verdict is no mark on a scale.
type ldRating struct {
	Type string `json:"@type"`
	Name string `json:"alternateName"`
}

// claimReviews describes the terms on which there is a verdict with a reason; open ones, and those that have to be judged
// again, say nothing here.
func (m *maker) claimReviews(bodies Bodies, row edition.Statement) (template.JS, error) {
	d, _, err := m.docket(row)
	if err != nil {
		return "", err
	}
	var out []ldReview
	for i, t := range row.Terms {
		o, ok := d.latest(t)
		if !ok || t.Verdict == statement.Open || t.Review || o.Rationale == "" || i >= len(d.body.Terms) {
			continue
		}
		r := ldReview{Context: schema, Type: "ClaimReview", Published: iso(m.when(o.seq)), Author: m.agent(), Claim: d.body.Terms[i].Text,
			Body: o.Rationale, Rating: ldRating{"Rating", capital(m.words.Ledger.verdict(row.Kind, t.Verdict))}}
		if here := m.absolute(statementAt(row.ID)); here != "" {
			r.URL = here + "#" + string(t.Term)
		}
		if r.Item, err = m.ldClaim(bodies, &d, t.Term); err != nil {
			return "", err
		}
		out = append(out, r)
	}
	if out == nil {
		return "", nil
	}
	return ldScript(out)
}

// ldClaim describes what was said, with the addresses where it stands.
func (m *maker) ldClaim(bodies Bodies, d *docket, term brief.TermID) (ldClaim, error) {
	c := ldClaim{Type: "Claim", Author: ldAgent{Type: "Person", Name: d.body.As.Name}, Published: iso(d.body.Said.From)}
	if who, ok := m.State.Speaker(d.body.Speaker); ok {
		if err := m.fetch(bodies, nil, who.Current); err != nil {
			return c, err
		}
		s, _, err := body[brief.Speaker](m.texts[who.Current])
		if err != nil {
			return c, err
		}
		if s.Body {
			c.Author.Type = "Organization"
		}
	}
	for _, r := range d.body.Renderings {
		covers := slices.ContainsFunc(r.Covers, func(x brief.Coverage) bool { return x.Term == term })
		if href := outgoing(r.URL); covers && href != "" && r.Retracted == "" {
			c.Appearance = append(c.Appearance, ldWork{"CreativeWork", href})
		}
	}
	return c, nil
}

package page

import (
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// citedNumber is a number that a development rests on, as it stood when it was cited.
type citedNumber struct {
	Text, Href string
	// Revised says that the number was changed since, with the one that stands, whose page is Now.
	Revised, Now string

	at, now address
}

// Cited finds a version that a development cites as "series/version".
func Cited(s *edition.State, cite string) (v edition.NumberVersion, of edition.Number, series edition.NumberSeries, t edition.Tracker, ok bool) {
	id, version, _ := strings.Cut(cite, "/")
	if series, t, ok = s.SeriesOf(brief.SeriesID(id)); !ok || !shows(s, t.Topic) {
		return v, nil, series, t, false
	}
	v, of, ok = series.Version(brief.VersionID(version))
	return v, of, series, t, ok
}

// cites gives the numbers that a development shows; one that was removed is left out.
func (m *maker) cites(list []string) []citedNumber {
	var out []citedNumber
	n := &numbersMaker{maker: m, w: &m.words.Numbers}
	for _, cite := range list {
		v, of, series, t, ok := Cited(m.State, cite)
		if !ok {
			continue
		}
		c := citedNumber{Text: n.line(&t, &series.Series, v.Version), at: versionAt(v.Version)}
		c.Href = n.versionLink(&series, of, v)
		if now := of.Now(); now.ID != v.ID {
			c.Revised, c.now = fill(n.w.Revised, n.amount(&series.Series, now.Version)), versionAt(now.Version)
			c.Now = m.link(c.now)
		}
		out = append(out, c)
	}
	return out
}

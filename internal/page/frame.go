package page

import (
	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// frame fills what stands round a page's content. Pages that show a part of the briefing are kept as long as that part
// stays the same, so they name the edition that last changed it and not the latest one, and no time.
func (m *maker) frame(title, description string, scope edition.Scope) frame {
	f := frame{W: m.words, Lang: m.b.Lang(), Dir: direction(m.b.Lang()), Title: title + " · " + m.b.Title, Description: description,
		OpenGraph: title, Canonical: m.absolute(m.at), Brand: m.b.Identity.Name, BrandHref: outgoing(m.b.Identity.Home),
		Sheets: m.sheets("live.css"), Feeds: m.feedLinks(), Nav: m.nav(), Foot: m.foot(), Masthead: m.masthead(scope)}
	if title == m.b.Title {
		f.Title = title
	}
	if m.at != "" {
		f.Kicker = &link{Href: m.link(""), Text: m.b.Title}
	}
	if m.b.Reconstruction {
		f.ReconstructionSays = m.words.ReconstructionSays
	}
	f.Fallback = m.fallback()
	if m.Apart != nil {
		f.Apart = apartSays(m.Apart, m.words, m.clock)
	}
	if m.AsOf {
		f.AsOf = &asOfBanner{Says: fill(m.words.AsOfSays, m.words.seq(m.State.Seq), m.clock.full(m.State.When)), Href: m.link(""), To: m.words.ToNow}
	}
	if m.Origin != "" || m.Fingerprint != "" {
		f.Signed = m.Origin + " " + m.Fingerprint
	}
	f.PrintedFrom = f.Canonical
	if f.PrintedFrom == "" {
		f.PrintedFrom = m.b.Title
	}
	return f
}

func (w *Words) seq(s brief.Seq) string { return w.number(int(s)) }

// sheets gives the style sheets of a page: ours, and the newsroom's colours when it has any.
func (m *maker) sheets(names ...string) []string {
	var sheets []string
	for _, name := range names {
		sheets = append(sheets, m.asset(name))
	}
	if id := m.b.Identity; id.Colour != "" || id.ColourDark != "" || id.Logo != "" {
		sheets = append(sheets, m.link("identity.css"))
	}
	return sheets
}

func (m *maker) masthead(scope edition.Scope) masthead {
	h := masthead{W: m.words, Class: "state"}
	switch {
	case m.AsOf:
		h.State = m.words.AsItStood
	case m.b.State == brief.Closed:
		h.State, h.Says = m.words.Closed, m.words.ClosedSays
	case m.b.Reconstruction:
		h.State = m.words.Reconstruction
	case m.b.State == brief.Quiet:
		h.State, h.Says = m.words.Quiet, m.words.QuietSays
	default:
		h.Class, h.State = "dot", m.words.Live
	}
	seq := m.State.Version(scope)
	h.Check, h.Permanent = m.link("record/checkpoint"), m.lasting(seq)
	h.Edition = fill(m.words.LastChanged, m.words.seq(seq))
	if scope == edition.Whole() {
		h.Edition = fill(m.words.Edition, m.words.seq(seq))
		h.Time = m.clock.moment(m.State.When)
		h.Witnessed = m.witnessed()
	}
	return h
}

// fallback says, in the language whose name the reader came under, that the text is in another; nil where it is not.
func (m *maker) fallback() *link {
	for _, l := range m.Languages {
		if l.Name == m.Name && l.Tag != m.b.Lang() {
			words := WordsFor(l.Tag)
			return &link{Text: fill(words.Untranslated, languageName(m.b.Lang())), Lang: words.Tag}
		}
	}
	return nil
}

func (m *maker) nav() []link {
	nav := []link{{Href: m.link(""), Text: m.words.Latest, Current: m.at == ""}}
	if m.b.Shows(brief.SectionCoverage) {
		nav = append(nav, link{Href: m.link("coverage"), Text: m.words.AllCoverage, Current: m.at == "coverage"})
	}
	if m.charts() {
		nav = append(nav, link{Href: m.link(mapAt), Text: m.words.Maps.Map, Current: m.at == mapAt})
	}
	for _, topic := range []brief.Topic{brief.TopicCivilians, brief.TopicAid} {
		if ShowsNumbers(m.State, topic) && m.anchors == nil {
			nav = append(nav, link{Href: m.link(topicAt(topic)), Text: m.words.Numbers.Topics[topic], Current: m.at == topicAt(topic)})
		}
	}
	if m.ledger() {
		nav = append(nav, link{Href: m.link(statementsAt), Text: m.words.Ledger.Statements, Current: m.at == statementsAt})
	}
	nav = append(nav, link{Href: m.link("corrections"), Text: m.words.Corrections, Current: m.at == "corrections"},
		link{Href: m.link("lite"), Text: m.words.TextOnly})
	if len(m.Languages) < 2 || m.Static {
		return nav
	}
	for _, l := range m.Languages {
		if l.Name == m.Name {
			continue
		}
		nav = append(nav, link{Href: m.at.root() + "../" + string(l.Name) + "/", Text: languageName(l.Tag), Lang: l.Tag})
	}
	return nav
}

// feedLinks announces the feeds of the whole briefing.
func (m *maker) feedLinks() []feedLink { return m.feedsAt("", m.b.Title) }

func (m *maker) feedsAt(under address, title string) []feedLink {
	return []feedLink{
		{"application/atom+xml", title, m.link(under + "feed.atom")},
		{"application/rss+xml", title, m.link(under + "feed.rss")},
		{"application/feed+json", title, m.link(under + "feed.json")},
	}
}

func (m *maker) foot() []link {
	w, id := m.words, m.b.Identity
	foot := []link{
		{Href: m.link("corrections"), Text: w.Corrections},
		{Href: m.link("verify.html"), Text: w.Verify},
		{Href: m.link("mirrors"), Text: w.Copies.Mirrors},
	}
	if len(m.b.Witnesses) > 0 && !m.Static {
		foot = append(foot, link{Href: m.link("witnesses"), Text: w.Witnesses})
	}
	foot = append(foot, []link{
		{Href: m.link("feed.atom"), Text: "Atom"},
		{Href: m.link("feed.rss"), Text: "RSS"},
		{Href: m.link("feed.json"), Text: "JSON Feed"},
		{Href: m.link("box"), Text: w.BoxLabel},
		{Href: m.link("embed"), Text: w.EmbedLabel},
	}...)
	for _, out := range []link{{Href: outgoing(id.Imprint), Text: w.Imprint}, {Href: outgoing(id.Privacy), Text: w.Privacy},
		{Href: contact(id.Contact), Text: w.Contact}} {
		if out.Href != "" {
			out.Out = true
			foot = append(foot, out)
		}
	}
	return foot
}

// languageName names a language in itself.
func languageName(tag string) string {
	names := map[string]string{"en": "In English", "uk": "Українською", "ru": "По-русски", "be": "Па-беларуску", "ar": "بالعربية",
		"fa": "به فارسی", "es": "En español", "fr": "En français", "de": "Auf Deutsch"}
	if name := names[tag]; name != "" {
		return name
	}
	return tag
}

package page

import (
	"io"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// peopleView is everybody in the register.
type peopleView struct {
	frame
	Heading, Sub, Empty string
	List                []speakerRow
	Pager               pager
}

// speakerRow is one speaker in a list, with the last office that is known.
type speakerRow struct{ Href, Name, Role, Count string }

// WritePeople writes page n of the speakers of the register, by name.
func WritePeople(w io.Writer, s Shelf, bodies Bodies, n int) error {
	m := newMaker(s, peopleAt.page(n))
	if !m.ledger() {
		return noLedger()
	}
	words := &m.words.Ledger
	v := peopleView{frame: m.frame(words.People, words.PeopleSay, edition.OfLedger()), Heading: words.People, Sub: words.PeopleSay, Empty: words.PeopleEmpty}
	v.Kicker = &link{Href: m.link(statementsAt), Text: words.Statements}
	all := s.State.Speakers()
	from := min((n-1)*LedgerPerPage, len(all))
	list := all[from:min(from+LedgerPerPage, len(all))]
	var seqs []brief.Seq
	for _, who := range list {
		seqs = append(seqs, who.Current)
	}
	if err := m.fetch(bodies, nil, seqs...); err != nil {
		return err
	}
	for _, who := range list {
		b, _, err := body[brief.Speaker](m.texts[who.Current])
		if err != nil {
			return err
		}
		r := speakerRow{Href: m.link(speakerAt(who.ID)), Name: who.Name, Count: m.words.count(who.Statements, words.StatementCount)}
		if len(b.Roles) > 0 {
			last := b.Roles[len(b.Roles)-1]
			r.Role = m.role(brief.Capacity{Role: last.Title, Organisation: last.Organisation})
		}
		v.List = append(v.List, r)
	}
	v.Pager = m.pagerOf(peopleAt, n, len(all), LedgerPerPage)
	return render(w, "people", v)
}

// speakerView is one speaker: offices, what was said, and what came of it.
type speakerView struct {
	frame
	Heading, Sub, Empty, Also string
	Merged                    *link // to the speaker whom this one turned out to be
	MergedSays                string
	Roles                     []officeRow
	Tallies                   []tally
	Days                      []claimDay
	Pager                     pager
}

// officeRow is an office, for which side, and when it was held.
type officeRow struct{ Title, Side, When string }

// WriteSpeaker writes page n of what one speaker said. A speaker who turned out to be another has a page that leads there.
func WriteSpeaker(w io.Writer, s Shelf, bodies Bodies, id brief.SpeakerID, n int) error {
	base := speakerAt(id)
	m := newMaker(s, base.page(n))
	who, ok := s.State.Speaker(id)
	switch {
	case !m.ledger():
		return noLedger()
	case !ok:
		return brief.NotFound("the register has nobody at this address", "go to the list of those who speak and look from there")
	}
	words := &m.words.Ledger
	v := speakerView{frame: m.frame(who.Name, words.PeopleSay, edition.OfLedger()), Heading: who.Name, Empty: words.ListEmpty}
	v.Kicker = &link{Href: m.link(peopleAt), Text: words.People}
	if to, merged := m.standing(who); merged {
		v.Merged, v.MergedSays = &link{Href: m.link(speakerAt(to.ID)), Text: fill(words.MergedInto, to.Name)}, words.MergedSays
		return render(w, "speaker", v)
	}
	rows, total := s.State.Statements(edition.LedgerFilter{Speaker: id}, (n-1)*LedgerPerPage, LedgerPerPage)
	if err := m.fetchRows(bodies, rows, who.Current); err != nil {
		return err
	}
	b, _, err := body[brief.Speaker](m.texts[who.Current])
	if err != nil {
		return err
	}
	v.Feeds = append(m.feedsAt(base+"/", m.b.Title+": "+who.Name), v.Feeds...)
	if n == 1 {
		v.Also, v.Roles = strings.Join(b.Aliases, ", "), m.offices(b.Roles)
		v.Tallies = m.tallies(edition.LedgerFilter{Speaker: id}, words.TallyDecided)
		if b.Body {
			v.Sub = capital(words.Body)
		}
	}
	if v.Days, err = m.claimDays(rows); err != nil {
		return err
	}
	v.Pager = m.pagerOf(base, n, total, LedgerPerPage)
	return render(w, "speaker", v)
}

// StandingSpeaker follows merges from a speaker to the one that stands; merged says that it is another one.
func StandingSpeaker(s *edition.State, id brief.SpeakerID) (standing brief.SpeakerID, merged bool) {
	first := id
	for seen := map[brief.SpeakerID]bool{}; !seen[id]; {
		seen[id] = true
		who, ok := s.Speaker(id)
		if !ok || who.MergedInto == "" {
			break
		}
		if _, there := s.Speaker(who.MergedInto); !there {
			break
		}
		id = who.MergedInto
	}
	return id, id != first
}

func (m *maker) standing(who edition.Speaker) (edition.Speaker, bool) {
	id, merged := StandingSpeaker(m.State, who.ID)
	to, _ := m.State.Speaker(id)
	return to, merged
}

// offices lists what somebody was, in the order of the register.
func (m *maker) offices(list []brief.SpeakerRole) (out []officeRow) {
	w := &m.words.Ledger
	for _, r := range list {
		row := officeRow{Title: m.role(brief.Capacity{Role: r.Title, Organisation: r.Organisation}), Side: r.Side}
		var parts []string
		if r.From != "" {
			parts = append(parts, fill(w.Since, m.clock.until(r.From)))
		}
		if r.To != "" {
			parts = append(parts, fill(w.Until, m.clock.until(r.To)))
		}
		row.When = joined(parts, " ")
		out = append(out, row)
	}
	return out
}

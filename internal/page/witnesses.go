package page

import (
	"io"
	"slices"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// Witnessed is how far the witnesses of a briefing have cosigned its record, at one moment.
type Witnessed struct {
	Now time.Time
	// List holds the newest cosignature of each witness that has given one.
	List []Cosigned
}

// Cosigned is a witness's newest cosignature.
type Cosigned struct {
	// Key is the witness's public key, as the briefing has it.
	Key string
	// Size is the last entry that it covers.
	Size brief.Seq
	// At is the witness's clock, Line the line of the signed note.
	At   time.Time
	Line string
}

// by finds the cosignature of a witness.
func (w *Witnessed) by(key string) (Cosigned, bool) {
	if w == nil {
		return Cosigned{}, false
	}
	i := slices.IndexFunc(w.List, func(c Cosigned) bool { return c.Key == key })
	if i < 0 {
		return Cosigned{}, false
	}
	return w.List[i], true
}

// WitnessedMark gives a text that changes whenever what a page says of the witnesses does: pages that say it are kept
// under the edition and this.
func WitnessedMark(s Shelf) string {
	if s.Witnessed == nil || len(s.State.Briefing.Witnesses) == 0 {
		return ""
	}
	b := &s.State.Briefing
	words := WordsFor(b.Lang())
	m := maker{Shelf: s, b: b, words: words, clock: clockFor(b, words)}
	w := m.witnessed()
	mark := w.Text + w.Ago
	for _, c := range s.Witnessed.List {
		mark += c.Line
	}
	return mark
}

// witnessed says in the masthead how many witnesses have cosigned the newest edition, and when the last of them did. Where
// that is not known, or changes too fast to be said, it only names how many there are.
func (m *maker) witnessed() *witnessed {
	n := len(m.b.Witnesses)
	if n == 0 || m.Static || m.AsOf {
		return nil
	}
	v := &witnessed{Href: m.link("witnesses")}
	if m.Witnessed == nil {
		v.Text = m.words.count(n, m.words.WitnessCount)
		return v
	}
	k, last := 0, time.Time{}
	for _, w := range m.b.Witnesses {
		if c, ok := m.Witnessed.by(w.Key); ok && c.Size >= m.State.Seq {
			k++
			if c.At.After(last) {
				last = c.At
			}
		}
	}
	if k == 0 {
		v.Text = m.words.NotWitnessed
		return v
	}
	v.Text = fill(m.words.Witnessed, m.words.number(k), m.words.number(n))
	v.ISO, v.Ago = iso(last), m.ago(last, m.Witnessed.Now)
	return v
}

// ago tells how long ago something was: in minutes below an hour, in hours below a day, by its date from then on.
func (m *maker) ago(t, now time.Time) string {
	switch age := now.Sub(t); {
	case age < time.Minute:
		return m.words.JustNow
	case age < time.Hour:
		return m.words.count(int(age/time.Minute), m.words.MinutesAgo)
	case age < 24*time.Hour:
		return m.words.count(int(age/time.Hour), m.words.HoursAgo)
	}
	return fill(m.words.OnDate, m.clock.date(t))
}

// witnessesView is the page of a briefing's witnesses.
type witnessesView struct {
	frame
	Heading, Sub, Empty string
	List                []witnessRow
}

type witnessRow struct {
	Name, Says, Key, Line string
	Time                  moment
}

// WriteWitnesses writes who watches over the record, how far each of them has cosigned it, and what that proves.
func WriteWitnesses(w io.Writer, s Shelf) error {
	m := newMaker(s, "witnesses")
	v := witnessesView{frame: m.frame(m.words.Witnesses, m.words.WitnessesSay, edition.Whole()), Heading: m.words.Witnesses,
		Sub: m.words.WitnessesSay, Empty: m.words.WitnessesEmpty}
	for _, one := range m.b.Witnesses {
		v.List = append(v.List, m.witness(one))
	}
	return render(w, "witnesses", v)
}

func (m *maker) witness(one brief.Witness) witnessRow {
	name, _, _ := strings.Cut(one.Key, "+")
	row := witnessRow{Name: name, Key: one.Key, Says: m.words.WitnessNothing}
	c, ok := m.Witnessed.by(one.Key)
	switch {
	case !ok:
		return row
	case c.Size >= m.State.Seq:
		row.Says = fill(m.words.WitnessNewest, m.words.seq(c.Size))
	default:
		row.Says = fill(m.words.WitnessBehind, m.words.seq(c.Size), m.words.seq(m.State.Seq-c.Size))
	}
	row.Line, row.Time = strings.TrimSpace(c.Line), m.clock.moment(c.At)
	return row
}

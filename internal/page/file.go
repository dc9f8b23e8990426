package page

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"sort"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// fileView is the last days of an edition in one page that needs nothing else.
type fileView struct {
	frame
	Heading, Standfirst  string
	Says, Contents, Left string
	Glance               *glance
	List                 list
	Check                []command
	Fingerprint, Cannot  string
	Mirrors              []mirrorLine
}

// fileDays is how many days, the last of the edition among them, stand in one file.
const fileDays = 7

// kilobyte is what the size of a file is told in, rounded up.
const kilobyte = 1024

// WriteFile writes the last seven days of an edition as one page of at most limit bytes: its style sheet is inside and
// its links lead within the page or to other sites. The seven days end with the day of the newest development, for what is
// recorded of statements months later leaves the news as old as it is. Where they are too much, whole days are left out, the oldest first, and then the oldest items of the last day;
// the page says so. Behind are the bytes that will stand behind the page in its file; the size that it states has them.
func WriteFile(w io.Writer, s Shelf, bodies Bodies, limit, behind int) error {
	f := newWeek(s, bodies, behind)
	body, err := f.fit(limit)
	if err != nil {
		return fmt.Errorf("writing the edition in one file: %w", err)
	}
	_, err = w.Write(body)
	return err
}

// week is the developments that can stand in one file, newest first.
type week struct {
	shelf    Shelf
	bodies   Bodies
	behind   int
	from, to string // the first and the last day, YYYY-MM-DD
	items    []edition.Item
	// ends are the places in items behind each day, the newest day first.
	ends []int
	days []string
}

func newWeek(s Shelf, bodies Bodies, behind int) *week {
	f := &week{shelf: s, bodies: bodies, behind: behind, to: s.State.DayOf(s.State.When)}
	for _, d := range s.State.Days() {
		if d.Date <= f.to {
			f.to = d.Date
			break
		}
	}
	f.from = f.to
	if last, err := time.Parse(time.DateOnly, f.to); err == nil {
		f.from = last.AddDate(0, 0, 1-fileDays).Format(time.DateOnly)
	}
	for _, d := range s.State.Days() {
		if d.Date < f.from || d.Date > f.to {
			continue
		}
		f.items = append(f.items, s.State.Developments(edition.Filter{Day: d.Date}, 0, d.Count)...)
		f.ends, f.days = append(f.ends, len(f.items)), append(f.days, d.Date)
	}
	return f
}

// fit renders as much as the limit allows.
func (f *week) fit(limit int) ([]byte, error) {
	for day := len(f.ends) - 1; day >= 0; day-- {
		body, err := f.render(f.ends[day])
		if err != nil || len(body) <= limit {
			return body, err
		}
	}
	newest := 0
	if len(f.ends) > 0 {
		newest = f.ends[0]
	}
	var failed error
	tooMany := sort.Search(newest, func(n int) bool {
		body, err := f.render(n + 1)
		failed = cmp.Or(failed, err)
		return len(body) > limit
	})
	if failed != nil {
		return nil, failed
	}
	body, err := f.render(tooMany)
	if err == nil && len(body) > limit {
		err = brief.Invalid(fmt.Sprintf("the briefing's own words take more than the %d bytes of one file", limit), "shorten the glance, or export a folder")
	}
	return body, err
}

// render writes the page with the newest n items. The size is part of the page, so it is written until it agrees.
func (f *week) render(n int) ([]byte, error) {
	v, err := f.view(n)
	if err != nil {
		return nil, err
	}
	first := f.from
	if n < len(f.items) {
		first = f.firstOf(n)
	}
	for size := 0; ; {
		v.Contents = fill(v.W.Copies.File, f.span(v.W, first), v.W.count(n, v.W.ItemsCounted), v.W.seq(f.shelf.State.Seq), v.W.number(size))
		var b bytes.Buffer
		if err := render(&b, "file", v); err != nil {
			return nil, err
		}
		now := (b.Len() + f.behind + kilobyte - 1) / kilobyte
		if now <= size {
			return b.Bytes(), nil
		}
		size = now
	}
}

// firstOf names the oldest day of which something is among the newest n items.
func (f *week) firstOf(n int) string {
	for i, end := range f.ends {
		if n <= end {
			return f.days[i]
		}
	}
	return f.from
}

// span names the days from first to the last.
func (f *week) span(w *Words, first string) string {
	clock := clockFor(&f.shelf.State.Briefing, w)
	if first == f.to {
		return clock.said(first).Text
	}
	return fill(w.FromTo, clock.said(first).Text, clock.said(f.to).Text)
}

// view fills the page with the newest n items.
func (f *week) view(n int) (fileView, error) {
	m := newMaker(f.shelf, "")
	m.anchors = map[address]string{"record/checkpoint": "#check"}
	for _, it := range f.items[:n] {
		m.anchors[itemAt(it.ID)] = "#d-" + string(it.ID)
	}
	for i, date := range f.days {
		if i == 0 || n > f.ends[i-1] {
			m.anchors[dayAt(date)] = "#day-" + date
		}
	}
	words := &m.words.Copies
	v := fileView{frame: m.frame(m.b.Title, m.standfirst(), edition.Whole()), Heading: m.b.Title, Standfirst: m.standfirst(), Says: words.FileSays,
		Left: f.left(m.words, n), Glance: m.glance(), Check: []command{m.verifying("FILE.html")}, Cannot: words.FileCannot, Mirrors: m.mirrors()}
	if m.Fingerprint != "" {
		v.Fingerprint = fill(words.Fingerprint, m.Fingerprint)
	}
	var err error
	if v.List, err = m.list(f.bodies, f.items[:n], words.NoneShown); err != nil {
		return v, err
	}
	v.Nav = nil
	if v.Glance != nil {
		v.Nav = append(v.Nav, link{Href: "#glance", Text: m.words.AtAGlance})
	}
	for _, d := range v.List.Days {
		v.Nav = append(v.Nav, link{Href: d.Href, Text: m.clock.said(d.Day).Text})
	}
	v.Nav = append(v.Nav, link{Href: "#check", Text: words.CheckTitle})
	v.Foot, v.Feeds, v.Sheets, v.OpenGraph = outside(v.Foot), nil, nil, ""
	v.Style, v.Policy, err = m.inlineStyle()
	return v, err
}

// left says what is missing of the seven days.
func (f *week) left(w *Words, n int) string {
	if n == len(f.items) {
		return ""
	}
	for i, end := range f.ends {
		switch {
		case n == end:
			return fill(w.Copies.DaysLeft, w.count(len(f.ends)-1-i, w.DaysCounted))
		case n < end && i == len(f.ends)-1:
			return fill(w.Copies.ItemsLeft, w.count(end-n, w.ItemsCounted))
		case n < end:
			return fill(w.Copies.DaysLeft, w.count(len(f.ends)-1-i, w.DaysCounted)) + " " + fill(w.Copies.ItemsLeft, w.count(end-n, w.ItemsCounted))
		}
	}
	return ""
}

// outside keeps the links that lead to other sites.
func outside(links []link) (out []link) {
	for _, l := range links {
		if l.Out {
			out = append(out, l)
		}
	}
	return out
}

// inlineStyle gives the style sheets of a page as text to stand in it, and the policy that allows exactly that text.
func (m *maker) inlineStyle() (style template.CSS, policy string, err error) {
	sheet, _, _ := Asset("live.css")
	own := bytes.NewBuffer(bytes.Clone(sheet))
	if err := WriteIdentityCSS(own, *m.b); err != nil {
		return "", "", err
	}
	sum := sha256.Sum256(own.Bytes())
	policy = "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; img-src data:; base-uri 'none'; form-action 'none'"
	return template.CSS(own.String()), policy, nil
}

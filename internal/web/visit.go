package web

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

type visitKey struct{}

// visit is what is known when a reader has come in to a briefing.
type visit struct {
	// path is the whole path, the briefing's name included.
	path  string
	name  brief.Name
	id    brief.BriefingID
	state *edition.State
	// apart is what readers are told of the way to the newsroom.
	apart *page.Apart
}

// sheet is what a page's handler decided: from which version it is made, and how to write it.
type sheet struct {
	// version is the last entry that can change the page.
	version brief.Seq
	// mark changes when the page does without an entry.
	mark  string
	write func(ctx context.Context, w io.Writer) error
	// The rest has defaults: 200, HTML, the readers' policy, the life of a page.
	status      int
	contentType string
	policy      string
	life        string
	// to is a relative address to go to instead; nothing is written then.
	to string
}

const htmlType = "text/html; charset=utf-8"

func (p *sheet) fill() {
	if p.status == 0 {
		p.status = http.StatusOK
	}
	if p.contentType == "" {
		p.contentType = htmlType
	}
	if p.life == "" {
		p.life = lifePage
	}
}

// page makes the handler of one address below a briefing: take the newest edition, let decide say what to
// write, and send it from the cache.
func (s *readers) page(decide func(r *http.Request, v *visit) (*sheet, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := r.Context().Value(visitKey{}).(visit)
		state, err := s.Editions.Current(r.Context(), v.id)
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		v.state = state
		if s.Apart != nil {
			v.apart = s.Apart(v.id)
		}
		p, err := decide(r, &v)
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		p.fill()
		p.part(v.apart)
		if p.to != "" {
			if p.status != http.StatusMovedPermanently {
				p.status = http.StatusFound
			}
			redirectAs(w, p.status, p.to, p.life)
			return
		}
		a, err := s.cache.get(r.Context(), string(v.id)+v.path, stamp{p.version, p.mark}, func(ctx context.Context) (*answer, error) {
			return finish(ctx, p, v.state.Briefing.Lang())
		})
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		setPolicy(w.Header(), p.policy)
		a.send(w, r, p.life)
	})
}

// finish writes a sheet and makes an answer of it. The language is told for pages only; it is the one the text is
// written in, under whichever name of the briefing the reader came.
func finish(ctx context.Context, p *sheet, language string) (*answer, error) {
	var b bytes.Buffer
	if err := p.write(ctx, &b); err != nil {
		return nil, err
	}
	if p.contentType != htmlType {
		language = ""
	}
	return newAnswer(p.status, p.contentType, language, b.Bytes()), nil
}

// shelf is what the page room needs to know of the visit's edition.
func (s *readers) shelf(v *visit) page.Shelf {
	shelf := page.Shelf{Name: v.name, State: v.state, Public: s.Public, Apart: v.apart, Languages: languages(&v.state.Briefing)}
	if s.Signed != nil {
		shelf.Origin, shelf.Fingerprint = s.Signed(v.id)
	}
	return shelf
}

// watched is the shelf of a page that says how far the witnesses have come. What it says grows old with every minute, so
// such a page is kept under [page.WitnessedMark] too.
func (s *readers) watched(v *visit) page.Shelf {
	shelf := s.shelf(v)
	if s.Witnessed != nil {
		shelf.Witnessed = &page.Witnessed{Now: s.Now(), List: s.Witnessed(v.id)}
	}
	return shelf
}

// languages gives the names of a briefing in its languages; the first stands under the bare name.
func languages(b *brief.Briefing) []page.Language {
	var list []page.Language
	for i, tag := range b.Languages {
		name := b.Name
		if i > 0 {
			name += brief.Name("." + strings.ToLower(tag))
		}
		list = append(list, page.Language{Name: name, Tag: tag})
	}
	return list
}

// texts gives pages the bodies of the visit's briefing.
func (s *readers) texts(ctx context.Context, v *visit) page.Bodies {
	return func(seqs []brief.Seq) (map[brief.Seq]brief.Published, error) {
		return s.Texts.Bodies(ctx, v.id, seqs)
	}
}

// fixed makes the handler of an address that belongs to no briefing; it answers for itself or with an error.
func (s *readers) fixed(handle func(w http.ResponseWriter, r *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := handle(w, r); err != nil {
			s.refuse(w, r, err)
		}
	})
}

// refuse answers with a page that says in words what happened and what to do. It never repeats the address.
func (s *readers) refuse(w http.ResponseWriter, r *http.Request, err error) {
	status := statusOf(err)
	if rec, ok := r.Context().Value(recorderKey{}).(*recorder); ok && status >= http.StatusInternalServerError {
		s.log.failed(r.Context(), r, rec, err)
	}
	path := r.URL.Path
	if v, ok := r.Context().Value(visitKey{}).(visit); ok {
		path = v.path
	}
	sendRefusal(w, r, err, upFrom(path))
}

// sendRefusal sends the page of an error; home is the relative address of "/".
func sendRefusal(w http.ResponseWriter, r *http.Request, err error, home string) {
	status, life := statusOf(err), lifeError
	switch {
	case status >= http.StatusInternalServerError:
		w.Header().Set("Retry-After", "10")
		life = lifeNone
	case status == http.StatusTooManyRequests, status == http.StatusRequestEntityTooLarge:
		life = lifeNone // it holds for who asked, not for who asks next
	}
	what, do := sentences(err)
	var b bytes.Buffer
	if err := page.WriteError(&b, page.ErrorView{Status: status, What: what, Do: do, Home: home}); err != nil {
		b.Reset()
		b.WriteString(what)
	}
	newAnswer(status, htmlType, "", b.Bytes()).send(w, r, life)
}

// upFrom gives the relative address of "/" as seen from path.
func upFrom(path string) string {
	n := strings.Count(path, "/") - 1
	if n <= 0 {
		return "./"
	}
	return strings.Repeat("../", n)
}

// redirect sends a reader on by a relative address, which holds behind any proxy and on any host.
func redirect(w http.ResponseWriter, to, life string) {
	redirectAs(w, http.StatusFound, to, life)
}

func redirectAs(w http.ResponseWriter, status int, to, life string) {
	w.Header().Set("Location", to)
	w.Header().Set("Cache-Control", life)
	w.WriteHeader(status)
}

// number reads a positive whole number from the path, in its one plain form.
func number(text string) (uint64, error) {
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil || n == 0 || text[0] == '0' || text[0] == '+' {
		return 0, noSuchPage()
	}
	return n, nil
}

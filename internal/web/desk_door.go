package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// access says who may call a route. The zero value lets nobody in.
type access int

const (
	denied access = iota
	open          // everybody who reaches the listener
	anyone        // everybody who is signed in
	byVerb        // who may do the route's verb
)

// deskRoute is one address of the desk with who may use it.
type deskRoute struct {
	method, pattern string
	access          access
	verb            desk.Verb
	handle          func(*call) error
}

// api tells whether programs use the route: they send a token with each request and get JSON.
func (r *deskRoute) api() bool {
	return strings.HasPrefix(r.pattern, "/api/") || r.pattern == "/metrics"
}

// limit is the largest body that the route takes, in bytes.
func (r *deskRoute) limit() int64 {
	switch r.pattern {
	case "/api/reports", "/api/reports/{id}/reading", "/inbox":
		return reportLimit
	case "/b/{b}/lists/{list}", "/api/briefings/{b}/lists/{list}":
		return listLimit
	case "/b/{b}/maps", "/api/briefings/{b}/maps":
		return mapsLimit
	case "/b/{b}/numbers", "/api/briefings/{b}/numbers":
		return numbersLimit
	case "/b/{b}/rates", "/api/briefings/{b}/rates":
		return ratesLimit
	}
	return formLimit
}

// upload tells whether the route reads its form itself, as it arrives.
func (r *deskRoute) upload() bool {
	return r.pattern == "/b/{b}/maps" || r.pattern == "/b/{b}/numbers" || r.pattern == "/b/{b}/rates"
}

// call is one request at the desk: who asks, when, and with which form.
type call struct {
	w    http.ResponseWriter
	r    *http.Request
	now  time.Time
	who  brief.Person
	form url.Values
}

func (c *call) ctx() context.Context     { return c.r.Context() }
func (c *call) path(name string) string  { return c.r.PathValue(name) }
func (c *call) field(name string) string { return strings.TrimSpace(c.form.Get(name)) }
func (c *call) query(name string) string { return c.r.URL.Query().Get(name) }
func (c *call) to(path string) error     { http.Redirect(c.w, c.r, path, http.StatusSeeOther); return nil }
func (c *call) answer(v any) error       { return writeJSON(c.w, http.StatusOK, v) }

// door sets the strict headers, catches what breaks and notes who did what.
func (s *deskServer) door(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := &recorder{ResponseWriter: w, route: "?"}
		r = r.WithContext(context.WithValue(r.Context(), recorderKey{}, rec))
		public := ""
		if s.Secure {
			public = "https://"
		}
		setStrict(rec.Header(), deskPolicy, public)
		rec.Header().Set("Cache-Control", lifeNone)
		rec.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
		begin := s.Now()
		defer func() { s.Tally.add(rec.route, rec.status, rec.bytes, s.Now().Sub(begin)) }()
		defer func() {
			if v := recover(); v != nil {
				s.caught(rec, r, panicked(v))
			}
		}()
		next.ServeHTTP(rec, r)
	})
}

func (s *deskServer) caught(rec *recorder, r *http.Request, err error) {
	if errors.Is(err, http.ErrAbortHandler) {
		panic(http.ErrAbortHandler)
	}
	if rec.status != 0 {
		s.Logger.Error("could not answer", slog.String("route", rec.route), slog.String("error", err.Error()))
		panic(http.ErrAbortHandler)
	}
	s.refuse(strings.HasPrefix(r.URL.Path, "/api/"), &call{w: rec, r: r, now: s.Now()}, err)
}

// guarded makes the handler of a route: who, form, and then the route's own check, act and answer.
func (s *deskServer) guarded(route deskRoute) http.Handler {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, route.limit())
		c := &call{w: w, r: r, now: s.Now(), form: url.Values{}}
		err := s.admit(c, &route)
		if err == nil {
			err = route.handle(c)
		}
		if err != nil {
			s.refuse(route.api(), c, err)
		}
		s.done(c, &route)
	})
	if route.api() {
		return named(route.pattern, h)
	}
	return named(route.pattern, s.sessions.LoadAndSave(h))
}

// admit finds out who asks, reads the form and checks that the person may use the route.
func (s *deskServer) admit(c *call, route *deskRoute) error {
	if s.Closing != nil && c.r.Method != http.MethodGet && c.r.Method != http.MethodHead && s.Closing() {
		return brief.Unavailable("the server is being restarted, and this was not done", "try again in a moment", nil)
	}
	if !route.api() && !route.upload() && c.r.Method == http.MethodPost {
		if err := c.readForm(); err != nil {
			return err
		}
	}
	var err error
	switch {
	case route.access == open:
		return nil
	case route.api():
		c.who, err = s.bearer(c)
	default:
		c.who, err = s.signedIn(c)
	}
	if err != nil {
		return err
	}
	switch route.access {
	case anyone:
		return nil
	case byVerb:
		if err := desk.Can(c.who.Role, route.verb); err != nil || s.MayWrite == nil || c.r.Method == http.MethodGet || c.r.Method == http.MethodHead {
			return err
		}
		// Before anything is looked at: what this server shows may be a moment behind the one that writes.
		return s.MayWrite(c.ctx())
	}
	return brief.Forbidden("nobody may do this", "")
}

// readForm takes a form as browsers send it and nothing else.
func (c *call) readForm() error {
	media, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if err != nil || media != "application/x-www-form-urlencoded" {
		return withStatus(http.StatusUnsupportedMediaType, brief.Invalid("the request is not a form", "send it from the desk's own pages"))
	}
	if err := c.r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return err
		}
		return malformed("the form cannot be read", "send it again")
	}
	for name, values := range c.r.PostForm {
		for i, v := range values {
			if !utf8.ValidString(v) {
				return malformed(fmt.Sprintf("the field %q is not valid UTF-8", name), "send it again")
			}
			values[i] = strings.ReplaceAll(v, "\r\n", "\n")
		}
	}
	c.form = c.r.PostForm
	return nil
}

// refuse says what went wrong in the form that the route speaks, and logs what is our own fault, once.
func (s *deskServer) refuse(api bool, c *call, err error) {
	if statusOf(err) >= http.StatusInternalServerError {
		route := "?"
		if rec, ok := c.ctx().Value(recorderKey{}).(*recorder); ok {
			route = rec.route
		}
		s.Logger.ErrorContext(c.ctx(), "could not answer", slog.String("route", route),
			slog.String("person", string(c.who.ID)), slog.String("error", cause(err)))
	}
	if api {
		refuseJSON(c.w, err)
		return
	}
	s.refusePage(c, err)
}

// done notes a change at the desk: who did it at which route, never what it said.
func (s *deskServer) done(c *call, route *deskRoute) {
	rec, ok := c.ctx().Value(recorderKey{}).(*recorder)
	if !ok || c.r.Method == http.MethodGet || c.r.Method == http.MethodHead {
		return
	}
	s.Logger.InfoContext(c.ctx(), "desk", slog.String("person", string(c.who.ID)),
		slog.String("route", route.method+" "+route.pattern), slog.Int("status", rec.status))
}

// denyForeign answers a request that another site made in somebody's name.
func (s *deskServer) denyForeign(w http.ResponseWriter, r *http.Request) {
	err := brief.Forbidden("another site sent this request", "use the desk's own pages")
	if strings.HasPrefix(r.URL.Path, "/api/") {
		refuseJSON(w, err)
		return
	}
	s.refusePage(&call{w: w, r: r, now: s.Now()}, err)
}

// note writes a line of the private audit for an act that is not on the record.
func (s *deskServer) note(c *call, verb desk.Verb, object string, b brief.BriefingID) error {
	return s.Auditor.Audit(c.ctx(), brief.Audit{At: c.now, Person: c.who.ID, Name: c.who.Name, Verb: string(verb), Object: object, Brief: b})
}

package web

import (
	"crypto/sha256"
	"errors"
	"io"
	"net/http"
	"strings"

	"livebrief/internal/brief"

	"github.com/alexedwards/scs/v2"
)

// newSessions keeps sessions in memory: a restart signs everybody out, and a stolen disk holds none.
func newSessions(secure bool) *scs.SessionManager {
	m := scs.New()
	m.Lifetime, m.IdleTimeout = sessionLife, sessionIdle
	m.HashTokenInStore = true
	m.Cookie.Name = "livebrief-desk"
	if secure {
		m.Cookie.Name = "__Host-livebrief-desk"
	}
	m.Cookie.Secure = secure
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteStrictMode
	m.Cookie.Path = "/"
	m.Cookie.Persist = false
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		panic(err) // the door answers and logs it
	}
	return m
}

// sessionToken is the session's only value: the hash of the token that opened it. The person is looked up with
// it at each request, so that revoking the person ends the session at once.
const sessionToken = "token-hash"

// signedIn gives the person of the session.
func (s *deskServer) signedIn(c *call) (brief.Person, error) {
	var hash [sha256.Size]byte
	if copy(hash[:], s.sessions.GetBytes(c.ctx(), sessionToken)) != len(hash) {
		return brief.Person{}, unsigned()
	}
	return s.person(c, hash)
}

// bearer gives the person whose token the request carries.
func (s *deskServer) bearer(c *call) (brief.Person, error) {
	scheme, token, ok := strings.Cut(c.r.Header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") || token == "" {
		return brief.Person{}, unsigned()
	}
	return s.person(c, sha256.Sum256([]byte(token)))
}

func (s *deskServer) person(c *call, hash [sha256.Size]byte) (brief.Person, error) {
	p, err := s.People.PersonByToken(c.ctx(), hash)
	switch kind := brief.KindOf(err); {
	case err != nil && (kind == brief.KindNotFound || kind == brief.KindForbidden):
		return brief.Person{}, unsigned()
	case err != nil:
		return brief.Person{}, err
	case !p.Revoked.IsZero():
		return brief.Person{}, unsigned()
	}
	return p, nil
}

// signInView is the page on which somebody pastes a token. Kept is what they had written when their session ended.
type signInView struct {
	Frame frame
	Path  string
	Kept  []pair
}

// keptView offers what was written before the session ended.
type keptView struct {
	Frame frame
	Path  string
	Kept  []pair
}

// keptPrefix marks the fields of another form that a sign-in page carries along.
const keptPrefix = "kept."

// signInPage asks for a token.
func (s *deskServer) signInPage(c *call) error {
	return s.show(c, http.StatusOK, "signin", signInView{Frame: s.frame(c, "Sign in", "")})
}

// signIn opens a session for the person of a token.
func (s *deskServer) signIn(c *call) error {
	path := localPath(c.field("kept-path"))
	p, err := s.person(c, sha256.Sum256([]byte(c.field("token"))))
	if err != nil {
		if statusOf(err) != http.StatusUnauthorized {
			return err
		}
		f := s.frame(c, "Sign in", "")
		f.Trouble = &trouble{What: "This token opens nothing", Do: "Check that it is whole, or ask a chief for a new one"}
		return s.show(c, http.StatusUnauthorized, "signin", signInView{Frame: f, Path: path, Kept: keptPairs(c, false)})
	}
	if err := s.sessions.RenewToken(c.ctx()); err != nil {
		return err
	}
	hash := sha256.Sum256([]byte(c.field("token")))
	s.sessions.Put(c.ctx(), sessionToken, hash[:])
	c.who = p
	if kept := keptPairs(c, true); len(kept) > 0 {
		return s.show(c, http.StatusOK, "kept", keptView{Frame: s.frame(c, "Welcome back", ""), Path: path, Kept: kept})
	}
	return c.to(path)
}

// signOut ends the session.
func (s *deskServer) signOut(c *call) error {
	if err := s.sessions.Destroy(c.ctx()); err != nil {
		return err
	}
	return c.to("/sign-in")
}

// askAgain shows the sign-in page in place of what somebody asked for, with everything they had written.
func (s *deskServer) askAgain(c *call) error {
	view := signInView{Frame: s.frame(c, "Sign in", ""), Path: localPath(c.r.URL.Path)}
	if c.r.Method == http.MethodGet && c.r.URL.RawQuery != "" {
		view.Path += "?" + c.r.URL.RawQuery
	}
	for _, p := range pairs(c.form) {
		view.Kept = append(view.Kept, pair{keptPrefix + p.Name, p.Value})
	}
	return s.show(c, http.StatusUnauthorized, "signin", view)
}

// keptPairs gives the carried fields of a sign-in form, bare with their own names again.
func keptPairs(c *call, bare bool) []pair {
	var kept []pair
	for _, p := range pairs(c.form) {
		name, ok := strings.CutPrefix(p.Name, keptPrefix)
		if !ok {
			continue
		}
		if !bare {
			name = p.Name
		}
		kept = append(kept, pair{name, p.Value})
	}
	return kept
}

// localPath lets a path of this desk through and makes everything else the first page, so that nobody is sent
// to another site.
func localPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n") ||
		strings.HasPrefix(path, "/sign-") {
		return "/"
	}
	return path
}

// newToken draws a token of 160 random bits.
func newToken(random io.Reader) (string, error) {
	one, err := brief.NewID[string](random)
	two, err2 := brief.NewID[string](random)
	return one + two, errors.Join(err, err2)
}

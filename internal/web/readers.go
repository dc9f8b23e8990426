package web

import (
	"context"
	"log/slog"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// Editions finds briefings and the published state that their pages are made from.
type Editions interface {
	// Find gives the briefing that an address name stands for, and the language it stands for, empty for the
	// language the desk writes in. An unknown name is a NotFound.
	Find(ctx context.Context, name brief.Name) (id brief.BriefingID, lang string, err error)
	// List gives every briefing, in the order of the front page.
	List(ctx context.Context) ([]brief.BriefingID, error)
	// Current gives the newest edition. Nobody changes a state that was handed out.
	Current(ctx context.Context, id brief.BriefingID) (*edition.State, error)
}

// Past gives older editions.
type Past interface {
	AsOf(ctx context.Context, id brief.BriefingID, seq brief.Seq) (*edition.State, error)
	// SeqAt gives the last entry at or before t, 0 when there was none.
	SeqAt(ctx context.Context, id brief.BriefingID, t time.Time) (brief.Seq, error)
}

// Texts gives the bodies of entries, with later removals applied.
type Texts interface {
	Bodies(ctx context.Context, id brief.BriefingID, seqs []brief.Seq) (map[brief.Seq]brief.Published, error)
	// History gives an item's entries, oldest first.
	History(ctx context.Context, id brief.BriefingID, item brief.ItemID) ([]brief.Published, error)
}

// Record gives the files of the transparency log.
type Record interface {
	Checkpoint(ctx context.Context, id brief.BriefingID) ([]byte, error)
	// Tile gives the file at a C2SP path: "tile/0/x001/067", "tile/entries/000.p/12".
	Tile(ctx context.Context, id brief.BriefingID, path string) ([]byte, error)
	// Beside gives what stands beside a bundle of entries, by the path of the same file in a copy: "bodies/000.p/12".
	Beside(ctx context.Context, id brief.BriefingID, path string) ([]byte, error)
}

// Proofs shows that an entry lies in the record, in one small file that can be checked alone.
type Proofs interface {
	Proof(ctx context.Context, id brief.BriefingID, seq brief.Seq) ([]byte, error)
}

// Mirrors signs the list of mirrors of an edition, so that it can travel alone.
type Mirrors interface {
	Mirrors(id brief.BriefingID, state *edition.State) ([]byte, error)
}

// Live gives the three addresses of live delivery.
type Live interface {
	Stream(id brief.BriefingID) http.Handler
	// Head is the newest edition in at most 100 bytes of JSON.
	Head(ctx context.Context, id brief.BriefingID) ([]byte, error)
	// Segment is segment n of the record as JSON, of which there is an entry.
	Segment(ctx context.Context, id brief.BriefingID, n uint64) ([]byte, error)
}

// ReadersConfig is what the readers' listener needs.
type ReadersConfig struct {
	Editions Editions
	Past     Past
	Texts    Texts
	Record   Record
	Live     Live
	// Proofs may be nil: then there are none.
	Proofs Proofs
	// Mirrors may be nil: then the list of mirrors is a page only.
	Mirrors Mirrors
	// Origin and Fingerprint of a briefing's record, as its pages print them; nil prints none.
	Signed func(id brief.BriefingID) (origin, fingerprint string)
	// Witnessed gives the newest cosignature of each witness of a briefing; nil when nobody asks them.
	Witnessed func(id brief.BriefingID) []page.Cosigned
	// Apart gives what readers of a briefing are told where this is an edge that has lost its newsroom; nil when nothing is.
	Apart func(id brief.BriefingID) *page.Apart
	// Followed is the list of briefings for edges that follow them; nil where nobody may.
	Followed func(ctx context.Context) ([]byte, error)
	// Public is the address under which readers reach "/", without a trailing slash; empty when unknown.
	Public string
	Logger *slog.Logger
	Now    func() time.Time
	// Turn counts the editions of all briefings as they are made, so that whole answers can be kept until the next one;
	// nil keeps none.
	Turn func() uint64
	// Tally counts the answers; nil counts nothing.
	Tally *Tally
	// CacheBytes bounds the rendered pages that are kept; 0 means 64 MiB.
	CacheBytes int64
}

// readers serves everybody.
type readers struct {
	ReadersConfig
	front *front
	cache *cache
	log   *readersLog
	mux   *http.ServeMux
	below *http.ServeMux
}

// rendersAtOnce is how many pages are made at the same time.
const rendersAtOnce = 8

// NewReaders makes the handler of the readers' listener. It answers GET and HEAD only, sets no cookie, and
// hands no handler anything that tells one reader from another.
func NewReaders(c ReadersConfig) http.Handler {
	if c.CacheBytes == 0 {
		c.CacheBytes = 64 << 20
	}
	s := &readers{ReadersConfig: c, front: &front{turn: c.Turn, now: c.Now}, cache: newCache(c.CacheBytes, rendersAtOnce),
		log: &readersLog{logger: c.Logger, now: c.Now, tally: c.Tally}, mux: http.NewServeMux(), below: http.NewServeMux()}
	if c.Tally != nil {
		c.Tally.cache.Store(s.cache)
		c.Tally.front.Store(s.front)
	}
	for _, route := range s.routes() {
		s.mux.Handle(route.pattern, named(route.pattern, route.handler))
	}
	below := s.routesBelow()
	for _, route := range below {
		s.below.Handle(route.pattern, named("/{b}"+strings.TrimSuffix(route.pattern, "{$}"), route.handler))
		// Left to itself the mux leads from a folder without a page to its slash, and out of the briefing, whose name it does not see.
		folder := path.Dir(route.pattern)
		if strings.HasSuffix(route.pattern, "...}") && !slices.ContainsFunc(below, func(r readerRoute) bool { return r.pattern == folder }) {
			s.below.Handle(folder, named("/{b}/", s.fixed(s.nothingHere)))
		}
	}
	return http.HandlerFunc(s.door)
}

// readerRoute is one address of the readers' listener.
type readerRoute struct {
	pattern string
	handler http.Handler
}

// routes lists the addresses that stand beside the briefings.
func (s *readers) routes() []readerRoute {
	return []readerRoute{
		{"/{$}", s.fixed(s.indexPage)},
		{oembedPath, s.fixed(s.oembed)},
		{"/static/{file}", s.fixed(s.staticFile)},
		{"/api/health", s.fixed(s.lives)},
		{followedPath, s.fixed(s.followed)},
		{"/{b}", s.fixed(s.addSlash)},
		{"/{b}/{rest...}", http.HandlerFunc(s.enter)},
		{"/", s.fixed(s.nothingHere)},
	}
}

// routesBelow lists the addresses of one briefing, without its name.
func (s *readers) routesBelow() []readerRoute {
	return slices.Concat(s.statementRoutes(), s.mapRoutes(), s.numberRoutes(), []readerRoute{
		{"/{$}", s.page(s.livePage)},
		{"/page/{n}", s.page(s.livePage)},
		{"/track/{t}", s.page(s.trackPage)},
		{"/track/{t}/page/{n}", s.page(s.trackPage)},
		{"/track/{t}/feed.atom", s.page(s.feed)},
		{"/track/{t}/feed.rss", s.page(s.feed)},
		{"/track/{t}/feed.json", s.page(s.feed)},
		{"/feed.atom", s.page(s.feed)},
		{"/feed.rss", s.page(s.feed)},
		{"/feed.json", s.page(s.feed)},
		{"/day/{date}", s.page(s.dayPage)},
		{"/p/{id}", s.page(s.itemPage)},
		{"/p/{id}/history", s.page(s.historyPage)},
		{"/p/{id}/proof", s.page(s.proof)},
		{"/glance/{line}", s.page(s.linePage)},
		{"/coverage", s.page(s.coveragePage)},
		{"/coverage/page/{n}", s.page(s.coveragePage)},
		{"/corrections", s.page(s.correctionsPage)},
		{"/witnesses", s.page(s.witnessesPage)},
		{"/as-of/{when}", s.page(s.asOfPage)},
		{"/as-of/{when}/page/{n}", s.page(s.asOfPage)},
		{"/changes/{seq}", s.page(s.changesPage)},
		{"/lite", s.page(s.litePage)},
		{"/box", s.page(s.box)},
		{"/embed", s.page(s.embed)},
		{"/mirrors", s.page(s.mirrorsPage)},
		{"/mirrors.txt", s.page(s.mirrorList)},
		{"/identity.css", s.page(s.identityCSS)},
		{"/live", http.HandlerFunc(s.stream)},
		{"/head", s.page(s.head)},
		{"/log/{file}", s.page(s.segment)},
		{"/verify.html", s.fixed(s.verifier)},
		{"/verify.css", s.fixed(s.verifier)},
		{"/verify.js", s.fixed(s.verifier)},
		{"/record/checkpoint", s.page(s.checkpoint)},
		{"/record/tile/{path...}", http.HandlerFunc(s.tile)},
		{"/record/bodies/{path...}", s.page(s.bodies)},
		{"/", s.fixed(s.nothingHere)},
	})
}

// door is the way in: what was asked for a moment ago is answered at once, all else goes on.
func (s *readers) door(w http.ResponseWriter, r *http.Request) {
	begin := s.Now()
	rec := &recorder{ResponseWriter: w, route: "/"}
	defer func() { s.log.served(r.Context(), rec, s.Now().Sub(begin)) }()
	s.front.serve(rec, r, func(w http.ResponseWriter, r *http.Request) { s.enterHouse(w, rec, r) })
}

// enterHouse blinds the request, sets the strict headers, refuses other methods, and catches what breaks.
func (s *readers) enterHouse(w http.ResponseWriter, rec *recorder, r *http.Request) {
	r = blind(r, context.WithValue(r.Context(), recorderKey{}, rec))
	setStrict(w.Header(), readerPolicy, s.Public)
	defer func() {
		if v := recover(); v != nil {
			s.catch(rec, r, panicked(v))
		}
	}()
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		s.refuse(w, r, withStatus(http.StatusMethodNotAllowed,
			brief.Invalid("this address can only be read", "use GET or HEAD")))
	case !plainPath(r.URL.Path):
		s.refuse(w, r, noSuchPage())
	default:
		s.mux.ServeHTTP(w, r)
	}
}

// catch answers for a handler that panicked. When part of an answer is out already the connection is cut, so
// that nobody takes half a page for a whole one.
func (s *readers) catch(rec *recorder, r *http.Request, err error) {
	if err == http.ErrAbortHandler {
		panic(http.ErrAbortHandler)
	}
	if rec.status != 0 {
		s.log.failed(r.Context(), r, rec, err)
		panic(http.ErrAbortHandler)
	}
	s.refuse(rec, r, err)
}

// plainPath tells whether a path has one form only: no empty, "." or ".." parts. The mux would redirect the
// others to an absolute address, which breaks below a proxy's prefix.
func plainPath(path string) bool {
	if !strings.HasPrefix(path, "/") || strings.Contains(path, "//") {
		return false
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "." || part == ".." {
			return false
		}
	}
	return true
}

// enter finds the briefing and goes on to the addresses below its name.
func (s *readers) enter(w http.ResponseWriter, r *http.Request) {
	v, err := s.find(r.Context(), r.PathValue("b"))
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	v.path = r.URL.Path
	r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
	http.StripPrefix("/"+string(v.name), s.below).ServeHTTP(w, r)
}

// find looks up the briefing of an address name.
func (s *readers) find(ctx context.Context, text string) (visit, error) {
	name := brief.Name(text)
	if name.Check() != nil {
		return visit{}, noSuchBriefing()
	}
	id, _, err := s.Editions.Find(ctx, name)
	if brief.KindOf(err) == brief.KindNotFound {
		return visit{}, noSuchBriefing()
	}
	return visit{name: name, id: id}, err
}

func noSuchPage() error {
	return brief.NotFound("there is no page at this address", "go to the briefing and look from there")
}

func noSuchBriefing() error {
	return brief.NotFound("there is no briefing of this name", "go to the list of briefings")
}

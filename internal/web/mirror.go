package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"path"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// CopyFiles are the files of a copy that needs no server, as its manifest names them.
type CopyFiles interface {
	// Find gives the SHA-256 of a file; ok is false for what is none of the copy's.
	Find(path string) (sum [sha256.Size]byte, ok bool)
	// Read gives the file with that hash; Unavailable while a newer edition is being written over the copy.
	Read(path string, sum [sha256.Size]byte) ([]byte, error)
}

// MirrorConfig is what the listener of a mirror needs.
type MirrorConfig struct {
	Copy CopyFiles
	// Onion is the address of the same copy as an onion service, ending in a slash, told to browsers that can go there;
	// empty for none.
	Onion  string
	Logger *slog.Logger
	// CacheBytes bounds the compressed files that are kept; 0 means 64 MiB.
	CacheBytes int64
}

// mirror serves a copy to everybody. It writes no log of readers: nothing that it is asked leaves a trace.
type mirror struct {
	MirrorConfig
	cache *cache
}

// NewMirror makes the handler of a mirror: the files of one copy, below whatever path a proxy puts them. It answers GET
// and HEAD only and sets the strict headers of the readers' listener.
func NewMirror(c MirrorConfig) http.Handler {
	if c.CacheBytes == 0 {
		c.CacheBytes = 64 << 20
	}
	return &mirror{MirrorConfig: c, cache: newCache(c.CacheBytes, rendersAtOnce)}
}

// ServeHTTP answers one request, of which nothing but method, path and the forms that the reader takes is looked at.
func (m *mirror) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = blind(r, r.Context())
	setStrict(w.Header(), mirrorPolicy, "")
	if err := m.serve(w, r); err != nil {
		if statusOf(err) == http.StatusInternalServerError {
			m.Logger.ErrorContext(r.Context(), "could not serve a file of the copy", "error", cause(err))
		}
		sendRefusal(w, r, err, upFrom(r.URL.Path))
	}
}

func (m *mirror) serve(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		return withStatus(http.StatusMethodNotAllowed, brief.Invalid("this address can only be read", "use GET or HEAD"))
	}
	if !plainPath(r.URL.Path) {
		return noSuchFile()
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" {
		name = "index.html"
	}
	sum, ok := m.Copy.Find(name)
	if !ok && path.Ext(name) == "" {
		// An address of the server, such as p/ID, finds the page that stands for it here.
		name += ".html"
		sum, ok = m.Copy.Find(name)
	}
	if !ok {
		return noSuchFile()
	}
	a, err := m.cache.get(r.Context(), name+" "+hex.EncodeToString(sum[:]), stamp{}, func(context.Context) (*answer, error) {
		body, err := m.Copy.Read(name, sum)
		if err != nil {
			return nil, err
		}
		return newAnswer(http.StatusOK, copyType(name), "", body), nil
	})
	if err != nil {
		return err
	}
	m.dress(w.Header(), name)
	a.send(w, r, copyLife(name))
	return nil
}

// scripted are the sections of a copy whose pages run a script.
var scripted = []string{"map", "aid", "civilians", "n"}

// runsScript tells whether a page of a copy runs a script: those of maps and numbers do.
func runsScript(name string) bool {
	section, _, _ := strings.Cut(strings.TrimSuffix(name, ".html"), "/")
	return slices.Contains(scripted, section)
}

// dress sets what depends on the file: the page that checks copies, the maps and the numbers run a script, the frame for other sites stands in
// one, and every page can say where the onion is.
func (m *mirror) dress(h http.Header, name string) {
	switch {
	case path.Ext(name) == ".svg":
		h.Set("Content-Security-Policy", drawingPolicy)
	case runsScript(name):
		h.Set("Content-Security-Policy", mirrorMapPolicy)
	}
	switch name {
	case "verify.html":
		h.Set("Content-Security-Policy", readerPolicy)
	case "embed.html":
		h.Set("Content-Security-Policy", embedPolicy)
	}
	if m.Onion != "" && path.Ext(name) == ".html" {
		h.Set("Onion-Location", m.Onion+name)
	}
}

func noSuchFile() error {
	return brief.NotFound("this copy has no page at this address", "begin at its first page; search and other live addresses are on the publisher's own site only")
}

// copyType gives the media type of a file of a copy. What has no ending is text but for the hashes of the record.
func copyType(name string) string {
	switch ext := path.Ext(name); {
	case strings.HasPrefix(name, "record/tile/"):
		return binaryType
	case ext == ".html":
		return htmlType
	case ext == ".css":
		return "text/css; charset=utf-8"
	case ext == ".js":
		return "text/javascript; charset=utf-8"
	case ext == ".csv":
		return tableType
	case ext == ".ics":
		return calendarType
	case ext == ".svg":
		return svgType
	case ext == ".geojson":
		return geoJSONType
	case name == "statements.json":
		return jsonType
	case ext == ".atom" || ext == ".rss" || ext == ".json":
		return feedType(ext[1:])
	}
	return textType
}

// copyLife gives how long a file may be kept: what is named by its content for ever, a text for minutes, so that a
// removal is out of every cache soon.
func copyLife(name string) string {
	if strings.HasPrefix(name, "record/tile/") || strings.HasPrefix(name, "static/") {
		return lifeStatic
	}
	return lifeCopy
}

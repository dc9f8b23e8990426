package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"time"

	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// whole makes the handler of a file with the whole ledger. It goes out as it is made and is not kept, because it can be as
// large as all pages together.
func (s *readers) whole(contentType string, write func(io.Writer, page.Shelf, page.Bodies) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := r.Context().Value(visitKey{}).(visit)
		var err error
		if v.state, err = s.Editions.Current(r.Context(), v.id); err == nil {
			err = shown(&v)
		}
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		to, begin := s.flow(w, r, contentType, &v)
		if !begin {
			return
		}
		defer to.patience(time.Time{})
		if err = write(to, s.shelf(&v), s.texts(r.Context(), &v)); err == nil {
			err = to.close()
		}
		rec, recorded := r.Context().Value(recorderKey{}).(*recorder)
		switch {
		case err == nil:
		case recorded && rec.status == 0:
			w.Header().Del("Content-Encoding")
			s.refuse(w, r, err)
		default:
			if recorded {
				s.log.failed(r.Context(), r, rec, err)
			}
			panic(http.ErrAbortHandler) // half a file must not pass for a whole one
		}
	})
}

// flow sets the headers of a file that is not kept; begin is false where nothing of it has to be sent. Its tag is the
// last entry that can have changed it, for its content is not known before it is out.
func (s *readers) flow(w http.ResponseWriter, r *http.Request, contentType string, v *visit) (to *flow, begin bool) {
	h := w.Header()
	tag := "ledger-" + strconv.FormatUint(uint64(v.state.Version(edition.OfLedger())), 10)
	to = &flow{w: w}
	if accepts(r.Header.Get("Accept-Encoding"), "gzip") {
		tag += "-gzip"
		h.Set("Content-Encoding", "gzip")
		to.packed = gzip.NewWriter(writerFunc(to.send))
	}
	tag = `"` + tag + `"`
	h.Set("Cache-Control", lifeSlow)
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", tag)
	if hasTag(r.Header.Get("If-None-Match"), tag) {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return to, false
	}
	h.Set("Content-Type", contentType)
	return to, r.Method != http.MethodHead
}

// flow is a file on its way to a reader.
type flow struct {
	w      http.ResponseWriter
	packed *gzip.Writer
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

func (f *flow) Write(b []byte) (int, error) {
	if f.packed != nil {
		return f.packed.Write(b)
	}
	return f.send(b)
}

// send bounds how long a reader may take none of it.
func (f *flow) send(b []byte) (int, error) {
	f.patience(time.Now().Add(stalled))
	return f.w.Write(b)
}

func (f *flow) close() error {
	if f.packed != nil {
		return f.packed.Close()
	}
	return nil
}

// patience bounds the next write; a connection that cannot be bounded is a test's.
func (f *flow) patience(until time.Time) {
	_ = http.NewResponseController(f.w).SetWriteDeadline(until)
}

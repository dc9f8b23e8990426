package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
)

// renderTimeout bounds the making of one page.
const renderTimeout = 20 * time.Second

// binaryType is the type of the record's tiles: hashes, which no compression makes smaller.
const binaryType = "application/octet-stream"

// textType is the type of what people and programs read alike.
const textType = "text/plain; charset=utf-8"

// compressFrom is the size in bytes below which compressing costs more than it saves.
const compressFrom = 512

// answer is one finished answer: bytes that are the same for everybody, with their compressed forms.
type answer struct {
	status      int
	contentType string
	language    string
	// tag is a hash of plain; with the name of an encoding it becomes that form's ETag.
	tag                 string
	plain, gzip, brotli []byte
}

// newAnswer finishes body: its tag and its compressed forms are made here, once.
func newAnswer(status int, contentType, language string, body []byte) *answer {
	sum := sha256.Sum256(body)
	a := &answer{status: status, contentType: contentType, language: language, plain: body,
		tag: base64.RawURLEncoding.EncodeToString(sum[:15])}
	if len(body) >= compressFrom && contentType != binaryType && contentType != pngType {
		a.gzip, a.brotli = compressed(body, &gzips), compressed(body, &brotlis)
	}
	return a
}

// compressor is a writer of one encoding that can be used again: most of what compressing a page costs is its tables.
type compressor interface {
	io.WriteCloser
	Reset(to io.Writer)
}

// The compressors that rest. Of what a page weighs, brotli takes away at level 5 all but the last percent of what level 9
// does, in a sixth of its time.
var (
	gzips = sync.Pool{New: func() any {
		w, _ := gzip.NewWriterLevel(nil, gzip.BestCompression)
		return w
	}}
	brotlis = sync.Pool{New: func() any { return brotli.NewWriterLevel(nil, 5) }}
)

// compressed gives body as a compressor of the pool makes it.
func compressed(body []byte, pool *sync.Pool) []byte {
	var b bytes.Buffer
	w := pool.Get().(compressor)
	w.Reset(&b)
	_, _ = w.Write(body) // a bytes.Buffer takes everything
	_ = w.Close()
	w.Reset(nil)
	pool.Put(w)
	return b.Bytes()
}

// size is what the answer costs the cache, in bytes.
func (a *answer) size() int64 { return int64(len(a.plain)+len(a.gzip)+len(a.brotli)) + 512 }

// send writes the answer in the best form the request takes, or 304 when the reader has that form already.
func (a *answer) send(w http.ResponseWriter, r *http.Request, life string) {
	body, encoding := a.form(r.Header.Get("Accept-Encoding"))
	h := w.Header()
	h.Set("Cache-Control", life)
	h.Set("Content-Type", a.contentType)
	if a.language != "" {
		h.Set("Content-Language", a.language)
	}
	tag := `"` + a.tag + `"`
	if a.gzip != nil {
		h.Set("Vary", "Accept-Encoding")
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
		tag = `"` + a.tag + "-" + encoding + `"`
	}
	h.Set("ETag", tag)
	if a.status == http.StatusOK && hasTag(r.Header.Get("If-None-Match"), tag) {
		h.Del("Content-Type")
		h.Del("Content-Encoding")
		h.Del("Content-Language")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader may have gone; there is nobody left to tell
	}
}

// form picks the bytes to send and the name of their encoding, empty for plain.
func (a *answer) form(accept string) ([]byte, string) {
	switch {
	case a.brotli != nil && accepts(accept, "br"):
		return a.brotli, "br"
	case a.gzip != nil && accepts(accept, "gzip"):
		return a.gzip, "gzip"
	}
	return a.plain, ""
}

// accepts tells whether an Accept-Encoding header names the encoding and does not refuse it with q=0.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		q, found := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(params), " ", ""), "q=")
		if !found {
			return true
		}
		weight, err := strconv.ParseFloat(q, 64)
		return err == nil && weight > 0
	}
	return false
}

// hasTag tells whether an If-None-Match header names the tag, by the weak comparison that it asks for.
func hasTag(header, tag string) bool {
	if strings.TrimSpace(header) == "*" {
		return true
	}
	for part := range strings.SplitSeq(header, ",") {
		if strings.TrimPrefix(strings.TrimSpace(part), "W/") == tag {
			return true
		}
	}
	return false
}

func flightKey(key string, version stamp) string {
	return strconv.FormatUint(uint64(version.seq), 10) + " " + version.mark + "\x00" + key
}

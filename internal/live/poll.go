package live

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// SegmentSize is the number of sequences in one segment: segment n holds 32n to 32n+31. There is no entry 0, so
// segment 0 holds one less.
const SegmentSize = 32

// Head is the newest edition in a few bytes: its sequence, and a hash of what readers see.
type Head struct {
	Seq  brief.Seq `json:"seq"`
	Hash string    `json:"hash"`
}

// Heads knows the newest edition of a briefing.
type Heads interface {
	Head(ctx context.Context, id brief.BriefingID) (Head, error)
}

// Frames makes the frames from to to, both included, as far as they exist, in order and without a hole.
type Frames interface {
	Frames(ctx context.Context, id brief.BriefingID, from, to brief.Seq) ([]Frame, error)
}

// HeadHandler answers GET /{b}/head. The answer is the same for everybody and lives two seconds in any cache.
func HeadHandler(heads Heads, id brief.BriefingID) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head, err := heads.Head(r.Context(), id)
		if err != nil {
			fail(w, err)
			return
		}
		body, err := json.Marshal(head)
		if err != nil {
			fail(w, err)
			return
		}
		serveJSON(w, r, body, "public, max-age=2, stale-while-revalidate=3")
	})
}

// SegmentHandler answers GET /{b}/log/{n}.json with a JSON array of frames; n is the last part of the path. The
// answer is the same for everybody. A full segment lives five minutes in any cache, the one being filled five
// seconds; afterwards its content hash tells whether it is still the same, so that a redaction gets out.
func SegmentHandler(frames Frames, id brief.BriefingID) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, isJSON := strings.CutSuffix(path.Base(r.URL.Path), ".json")
		n, ok := parseSeq(name)
		if !isJSON || !ok || n > 1<<58 {
			fail(w, brief.NotFound("there is no such segment", ""))
			return
		}
		first, last := n*SegmentSize, n*SegmentSize+SegmentSize-1
		list, err := frames.Frames(r.Context(), id, max(first, 1), last)
		if err == nil {
			err = checkSegment(list, max(first, 1), last)
		}
		if err != nil {
			fail(w, err)
			return
		}
		life := 5
		if list[len(list)-1].Seq == last {
			life = 300
		}
		serveJSON(w, r, joinFrames(list), fmt.Sprintf("public, max-age=%d", life))
	})
}

// checkSegment refuses a segment with a hole: readers would take it for the whole.
func checkSegment(list []Frame, first, last brief.Seq) error {
	if len(list) == 0 {
		return brief.NotFound("this segment has no entries yet", "")
	}
	for i, f := range list {
		if want := first + brief.Seq(i); f.Seq != want || want > last {
			return fmt.Errorf("segment from %d: frame %d stands where %d belongs", first, f.Seq, want)
		}
	}
	return nil
}

func joinFrames(list []Frame) []byte {
	size := 2
	for _, f := range list {
		size += len(f.Data) + 1
	}
	out := append(make([]byte, 0, size), '[')
	for i, f := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, f.Data...)
	}
	return append(out, ']')
}

// serveJSON answers with the body, or with 304 when the reader has it.
func serveJSON(w http.ResponseWriter, r *http.Request, body []byte, cache string) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "this can only be read; use GET", http.StatusMethodNotAllowed)
		return
	}
	sum := sha256.Sum256(body)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", cache)
	w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// fail answers a reader who polls. The cause stays inside: whoever stands behind Heads and Frames logs it.
func fail(w http.ResponseWriter, err error) {
	if brief.KindOf(err) == brief.KindNotFound {
		w.Header().Set("Cache-Control", "public, max-age=2")
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Retry-After", "10")
	http.Error(w, "the briefing cannot be read just now; try again in a moment", http.StatusServiceUnavailable)
}

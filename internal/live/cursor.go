package live

import (
	"net/http"
	"strconv"

	"livebrief/internal/brief"
)

// cursor is where a reader says it is.
type cursor struct {
	// seen is the last sequence the reader has; 0 is before everything.
	seen      brief.Seq
	absent    bool
	malformed bool
}

// cursorOf reads the cursor of a request. Last-Event-ID wins: a browser that comes back repeats the address of the
// first time, with the sequence of then.
func cursorOf(r *http.Request) cursor {
	text, given := r.Header.Get("Last-Event-ID"), false
	if text != "" {
		given = true
	} else if query := r.URL.Query(); query.Has("from") {
		text, given = query.Get("from"), true
	}
	if !given {
		return cursor{absent: true}
	}
	seen, ok := parseSeq(text)
	return cursor{seen: seen, malformed: !ok}
}

// parseSeq takes decimal digits without a leading zero and nothing else: a number has one form.
func parseSeq(text string) (brief.Seq, bool) {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || text != strconv.FormatUint(n, 10) {
		return 0, false
	}
	return brief.Seq(n), true
}

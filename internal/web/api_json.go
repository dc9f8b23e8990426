package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// The largest request bodies in bytes: a report with room for its form, a list as a form sends it, with three bytes for
// each that is no ASCII letter, and everything else.
const (
	reportLimit = 9 << 20
	listLimit   = 3*brief.MaxListText + 4<<10
	formLimit   = 256 << 10
)

const jsonType = "application/json; charset=utf-8"

// readJSON reads one JSON value into out and refuses what is not one: another media type or charset, unknown
// fields, anything behind it.
func readJSON(r *http.Request, out any) error {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return withStatus(http.StatusUnsupportedMediaType,
			brief.Invalid("the request is not JSON", "send it with Content-Type: application/json"))
	}
	if c := params["charset"]; c != "" && !strings.EqualFold(c, "utf-8") {
		return withStatus(http.StatusUnsupportedMediaType,
			brief.Invalid("the request is in charset "+strconv.Quote(c), "JSON is UTF-8"))
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	if !utf8.Valid(body) {
		return malformed("the request is not valid UTF-8", "send JSON in UTF-8")
	}
	return decodeJSON(body, out)
}

// decodeJSON reads exactly one JSON value without unknown fields.
func decodeJSON(body []byte, out any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(out); err != nil {
		return malformed(jsonTrouble(err), "see the API in the README")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return malformed("something stands behind the JSON value", "send one JSON value")
	}
	return nil
}

// jsonTrouble says in a clause what is wrong with a JSON text.
func jsonTrouble(err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var when *time.ParseError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf("the JSON breaks at byte %d", syntax.Offset)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "the JSON ends too early"
	case errors.As(err, &kind):
		return fmt.Sprintf("the JSON field %q is a %s", kind.Field, kind.Value)
	case errors.As(err, &when):
		return fmt.Sprintf("the JSON holds %s, which is no time such as 2022-09-24T18:30:00Z", when.Value)
	}
	if field, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return "the JSON field " + field + " is not known"
	}
	return "the JSON cannot be read"
}

// writeJSON answers with one JSON value.
func writeJSON(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("writing an answer: %w", err)
	}
	w.Header().Set("Content-Type", jsonType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)+1))
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
	return nil
}

// apiError is how the API says what went wrong.
type apiError struct {
	Error apiSentences `json:"error"`
}

type apiSentences struct {
	Kind string `json:"kind"`
	What string `json:"what"`
	Do   string `json:"do"`
	// Lines are the wrong ones of a list.
	Lines []brief.BadLine `json:"lines,omitempty"`
}

// refuseJSON answers with an error.
func refuseJSON(w http.ResponseWriter, err error) {
	status := statusOf(err)
	what, do := sentences(err)
	switch status {
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Bearer realm="desk"`)
	case http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "10")
	}
	kind := brief.KindOf(err)
	if kind == brief.KindOther && status == http.StatusRequestEntityTooLarge {
		kind = brief.KindInvalid
	}
	told := apiSentences{Kind: kind.String(), What: what, Do: do}
	var bad *brief.BadLines
	if errors.As(err, &bad) {
		told.Lines = bad.Lines
	}
	_ = writeJSON(w, status, apiError{told})
}

// ifMatch reads the revision that an act rests on, from If-Match: "3".
func ifMatch(r *http.Request) (int, error) {
	text := r.Header.Get("If-Match")
	if text == "" {
		return 0, withStatus(http.StatusPreconditionRequired, brief.Invalid("the request does not say which revision it changes",
			`read the item first and send its revision as If-Match: "3"`))
	}
	bare, quoted := strings.CutPrefix(text, `"`)
	bare, closed := strings.CutSuffix(bare, `"`)
	n, err := strconv.Atoi(bare)
	if err != nil || n < 0 || quoted != closed {
		return 0, malformed("If-Match holds no revision", `send the item's revision as If-Match: "3"`)
	}
	return n, nil
}

// limitOf reads ?limit=, usual when it is absent and at most 1000.
func limitOf(r *http.Request, usual int) (int, error) {
	text := r.URL.Query().Get("limit")
	if text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 1000 {
		return 0, malformed("limit is not a number from 1 to 1000", "leave it out or choose one")
	}
	return n, nil
}

// isJSON tells whether a request says that its body is JSON.
func isJSON(r *http.Request) bool {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && media == "application/json"
}

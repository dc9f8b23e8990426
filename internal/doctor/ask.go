package doctor

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/andybalholm/brotli"

	"livebrief/internal/brief"
)

// Ask sends a GET with headers and gives the answer as it comes: no redirect followed, nothing unpacked. An error is a
// sentence.
type Ask func(ctx context.Context, address string, header http.Header) (*http.Response, error)

// maxBody bounds what is read of one answer, packed or not.
const maxBody = 8 << 20

// reply is an answer taken in.
type reply struct {
	path   string
	status int
	proto  int
	header http.Header
	body   []byte
	at     time.Time
}

// get asks for a path below the base and keeps the answer for the checks of all answers.
func (x *examination) get(ctx context.Context, path string, headers ...string) (*reply, error) {
	return x.fetch(ctx, x.base+path, path, headers...)
}

func (x *examination) fetch(ctx context.Context, address, path string, headers ...string) (*reply, error) {
	ctx, cancel := context.WithTimeout(ctx, x.o.Patience)
	defer cancel()
	h := http.Header{"Accept-Encoding": {"identity"}}
	for i := 0; i+1 < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	res, err := x.ask(ctx, address, h)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody))
	if err != nil {
		return nil, brief.Unavailable("the answer of "+path+" broke off", "try again", err)
	}
	r := &reply{path: path, status: res.StatusCode, proto: res.ProtoMajor, header: res.Header, body: body, at: x.o.Now()}
	x.seen = append(x.seen, r)
	return r, nil
}

// plain is the body without its packing.
func (r *reply) plain() ([]byte, error) {
	var from io.Reader = bytes.NewReader(r.body)
	switch r.header.Get("Content-Encoding") {
	case "", "identity":
		return r.body, nil
	case "br":
		from = brotli.NewReader(from)
	case "gzip":
		z, err := gzip.NewReader(from)
		if err != nil {
			return nil, err
		}
		from = z
	default:
		return nil, fmt.Errorf("packed as %.40q", r.header.Get("Content-Encoding"))
	}
	return io.ReadAll(io.LimitReader(from, maxBody))
}

// directives are those of the Cache-Control header, with their values.
func (r *reply) directives() map[string]string {
	list := map[string]string{}
	for part := range strings.SplitSeq(strings.Join(r.header.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if name != "" {
			list[strings.ToLower(name)] = strings.Trim(value, `"`)
		}
	}
	return list
}

// vary lists what the Vary headers name, in small letters and without repeats.
func (r *reply) vary() []string {
	var list []string
	for part := range strings.SplitSeq(strings.Join(r.header.Values("Vary"), ","), ",") {
		if name := strings.ToLower(strings.TrimSpace(part)); name != "" && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

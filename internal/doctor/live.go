package doctor

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
)

const (
	// maxHead is the most that head has, in bytes.
	maxHead = 100
	// segmentSize is how many entries a segment has.
	segmentSize = 32
)

// head looks at the few bytes that most readers ask for.
func (x *examination) head(ctx context.Context) {
	r, err := x.get(ctx, x.below("head"))
	var now struct {
		Seq  brief.Seq `json:"seq"`
		Hash string    `json:"hash"`
	}
	if err != nil || r.status != http.StatusOK || json.Unmarshal(r.body, &now) != nil || now.Seq == 0 {
		x.say(Fault, "head", "head does not tell the newest entry: readers without a stream learn of nothing", "let "+x.below("head")+" through to the server")
		return
	}
	x.seq = now.Seq
	x.unless(when(len(r.body) > maxHead, fmt.Sprintf("head has %d bytes instead of at most %d", len(r.body), maxHead)), Fault, "head",
		fmt.Sprintf("head tells entry %d in %d bytes", now.Seq, len(r.body)), "switch off whatever adds to answers")
	x.life("head cache", r, "max-age", "s-maxage", "stale-while-revalidate", "stale-if-error")
	x.age(r, "head age", 30*time.Second)
}

// segment looks at the newest segment, and that none outlives a redaction.
func (x *examination) segment(ctx context.Context) {
	if x.seq == 0 {
		return
	}
	r, err := x.get(ctx, x.below(fmt.Sprintf("log/%d.json", x.seq/segmentSize)))
	var frames []json.RawMessage
	if err != nil || r.status != http.StatusOK || json.Unmarshal(r.body, &frames) != nil || len(frames) == 0 {
		x.say(Fault, "segment", "the newest segment of the record does not come", "let "+x.below("log/")+" through to the server")
		return
	}
	life := 0
	for _, name := range []string{"max-age", "s-maxage"} {
		seconds, _ := strconv.Atoi(r.directives()[name])
		life = max(life, seconds)
	}
	x.unless(when(life > 300, fmt.Sprintf("a segment may live %d s in caches: a text that was redacted would stay that long", life)), Fault, "segment",
		"segments come, and live no longer than five minutes", "let Cache-Control pass as it comes from the server")
	x.life("segment cache", r, "max-age", "s-maxage", "stale-while-revalidate", "stale-if-error")
	x.age(r, "segment age", longestAge)
}

// streaming says what to change where a stream is kept back.
const streaming = "let the stream pass as it comes (nginx: proxy_buffering off and no proxy_ignore_headers X-Accel-Buffering; Caddy: flush_interval -1; a CDN: no caching and no transformation of .../live)"

// stream looks whether the event stream flows: its first word at once, then its sign of life.
func (x *examination) stream(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	first := time.AfterFunc(x.o.Patience, cancel)
	defer first.Stop()
	res, err := x.ask(ctx, x.base+x.below("live"), http.Header{"Accept": {"text/event-stream"}, "Accept-Encoding": {"gzip, br"}})
	if err != nil {
		x.say(Fault, "stream", "the event stream does not begin: "+sentence(err), streaming)
		return
	}
	defer res.Body.Close()
	x.seen = append(x.seen, &reply{path: x.below("live"), status: res.StatusCode, proto: res.ProtoMajor, header: res.Header, at: x.o.Now()})
	if res.StatusCode == http.StatusServiceUnavailable || res.StatusCode == http.StatusTooManyRequests {
		x.say(Warning, "stream", fmt.Sprintf("no stream is free (status %d); readers ask now and then instead", res.StatusCode), "raise the limits, or add an edge")
		return
	}
	if kind := res.Header.Get("Content-Type"); res.StatusCode != http.StatusOK || !strings.HasPrefix(kind, "text/event-stream") {
		x.say(Fault, "stream", fmt.Sprintf("the event stream is answered with status %d and the type %.60q", res.StatusCode, kind), "let "+x.below("live")+" through to the server")
		return
	}
	if packed := res.Header.Get("Content-Encoding"); packed != "" {
		x.say(Fault, "stream packed", "the event stream is packed as "+packed+" on the way: events wait until a block is full", "exclude text/event-stream from compression")
		return
	}
	kept := (&reply{header: res.Header}).directives()
	_, store := kept["no-store"]
	_, transform := kept["no-transform"]
	x.unless(when(!store || !transform, "the stream's Cache-Control has lost no-store or no-transform"), Warning, "stream headers", "caches and proxies are told to leave the stream alone",
		"let Cache-Control pass as it comes from the server")
	x.listen(ctx, res, first)
}

// listen waits for hello, and then for a beat.
func (x *examination) listen(ctx context.Context, res *http.Response, limit *time.Timer) {
	lines := bufio.NewScanner(res.Body)
	var hello struct{ Beat int }
	data, ok := await(lines, "hello")
	if !ok || json.Unmarshal([]byte(data), &hello) != nil {
		x.say(Fault, "stream", fmt.Sprintf("the stream is kept back: its first word did not come within %s", x.o.Patience), streaming)
		return
	}
	x.ok("stream", "the stream's first word comes at once")
	if x.o.Quick {
		return
	}
	limit.Reset(time.Duration(hello.Beat)*time.Second + x.o.Patience)
	if _, ok := await(lines, "beat"); !ok {
		why := "no sign of life came within"
		if ctx.Err() == nil {
			why = "the connection was closed within"
		}
		x.say(Fault, "stream beat", fmt.Sprintf("%s %d s: what is said later is kept back, or idle connections are cut", why, hello.Beat+int(x.o.Patience/time.Second)),
			streaming+"; let a connection be idle for a minute (nginx: proxy_read_timeout 1h)")
		return
	}
	x.ok("stream beat", "the stream's sign of life comes through")
}

// await reads on to an event of a name, and gives its data.
func await(lines *bufio.Scanner, event string) (string, bool) {
	named := false
	for lines.Scan() {
		switch line := lines.Text(); {
		case line == "event: "+event:
			named = true
		case named && strings.HasPrefix(line, "data: "):
			return strings.TrimPrefix(line, "data: "), true
		}
	}
	return "", false
}

// sentence is what an error says, for within a line.
func sentence(err error) string {
	if e, ok := errors.AsType[*brief.Error](err); ok {
		return e.What
	}
	return err.Error()
}

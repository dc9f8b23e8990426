package web

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

// recorder watches an answer go by: its status, its size and the template of its route.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	route  string
}

// Unwrap lets http.ResponseController reach the connection, for streams.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	w.giveTime(len(p))
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Hijack hands over the connection of a stream, which is an answer like any other.
func (w *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err == nil && w.status == 0 {
		w.status = http.StatusOK
	}
	return conn, rw, err
}

// Flush keeps streams flowing for handlers that ask for an http.Flusher.
func (w *recorder) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }

type recorderKey struct{}

// named notes the route's template for the log and the error pages.
func named(template string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if rec, ok := r.Context().Value(recorderKey{}).(*recorder); ok {
			rec.route = template
		}
		h.ServeHTTP(w, r)
	})
}

// readersLog writes what may be known about a reader's visit: that somebody was served, nothing that tells who.
type readersLog struct {
	logger *slog.Logger
	now    func() time.Time
	tally  *Tally
}

// served notes one answer: class of status, template of the route, bytes, and the time it took in a coarse
// bucket. The time of the line is cut to the minute, so that it cannot be matched with another log.
func (l *readersLog) served(ctx context.Context, rec *recorder, took time.Duration) {
	l.tally.add(rec.route, rec.status, rec.bytes, took)
	if !l.logger.Enabled(ctx, slog.LevelInfo) {
		return
	}
	l.write(ctx, slog.LevelInfo, "served",
		slog.String("class", strconv.Itoa(rec.status/100)+"xx"),
		slog.String("route", rec.route),
		slog.Int64("bytes", rec.bytes),
		slog.String("took", bucket(took)))
}

// failed notes an error of ours, once, with the route's template. Whatever the reader sent is cut out of its text.
func (l *readersLog) failed(ctx context.Context, r *http.Request, rec *recorder, err error) {
	l.write(ctx, slog.LevelError, "could not answer",
		slog.String("route", rec.route), slog.String("error", scrub(cause(err), rec.route, r)))
}

func (l *readersLog) write(ctx context.Context, level slog.Level, what string, attrs ...slog.Attr) {
	h := l.logger.Handler()
	if !h.Enabled(ctx, level) {
		return
	}
	line := slog.NewRecord(l.now().UTC().Truncate(time.Minute), level, what, 0)
	line.AddAttrs(attrs...)
	_ = h.Handle(ctx, line) // a log that cannot be written has nowhere to say so
}

// bucket gives the coarse time an answer took.
func bucket(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return "<10ms"
	case d < 100*time.Millisecond:
		return "<100ms"
	case d < time.Second:
		return "<1s"
	case d < 10*time.Second:
		return "<10s"
	}
	return ">=10s"
}

// scrub takes everything that the reader chose, the parts of the path and the query, out of a text for the log.
// What stands in the route's template too is no choice of the reader's, and stays.
func scrub(text, route string, r *http.Request) string {
	parts := []string{r.URL.EscapedPath(), r.URL.Path, r.URL.RawQuery}
	for _, values := range r.URL.Query() {
		parts = append(parts, values...)
	}
	template := strings.Split(route, "/")
	for part := range strings.SplitSeq(r.URL.Path, "/") {
		if !slices.Contains(template, part) {
			parts = append(parts, part)
		}
	}
	for _, part := range parts {
		if len(part) >= 3 {
			text = strings.ReplaceAll(text, part, "…")
		}
	}
	return text
}

// panicked turns what a handler panicked with into an error that can be logged.
func panicked(v any) error {
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		return http.ErrAbortHandler
	}
	return fmt.Errorf("panic: %v\n%s", v, debug.Stack())
}

package intake

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"livebrief/internal/brief"
)

func TestPostGivesEveryAnswerAsItCame(t *testing.T) {
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "text/plain" || r.Header.Get("Cookie")+r.Header.Get("Referer") != "" ||
			!strings.HasPrefix(r.Header.Get("User-Agent"), "livebrief (+https://desk.example)") {
			t.Errorf("%s %v", r.Method, r.Header)
		}
		w.Header().Set("Content-Type", "text/x.tlog.size")
		w.WriteHeader(http.StatusConflict)
		fmt.Fprintf(w, "%d\n", len(body))
	}))
	got, err := testClient(t, nil).Post(t.Context(), s.URL+"/add-checkpoint", "text/plain", []byte("hello"), 100)
	if err != nil || got.Status != http.StatusConflict || got.ContentType != "text/x.tlog.size" || string(got.Body) != "5\n" {
		t.Errorf("%+v %v", got, err)
	}
}

func TestPostGoesNowhereElse(t *testing.T) {
	hit := atomic.Int32{}
	inside := serveOn(t, "127.0.0.1", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hit.Add(1) }))
	c := testClient(t, nil)
	_, err := c.Post(t.Context(), inside.URL, "text/plain", nil, 100)
	refused(t, err, brief.KindInvalid, "ports 80 and 443 only")
	outside := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
			return
		}
		hit.Add(1)
	}))
	if got, err := c.Post(t.Context(), outside.URL, "text/plain", []byte("x"), 100); err != nil || got.Status != http.StatusTemporaryRedirect {
		t.Errorf("%+v %v", got, err)
	}
	if hit.Load() != 0 {
		t.Error("something was handed in at an address that nobody named")
	}
	_, err = c.Post(t.Context(), "ftp://witness.example", "text/plain", nil, 100)
	refused(t, err, brief.KindInvalid, "begins with")
}

func TestPostTakesNoMoreThanItsLimits(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hangs" {
			<-release
		}
		_, _ = io.WriteString(w, strings.Repeat("x", 101))
	}))
	_, err := testClient(t, nil).Post(t.Context(), s.URL, "text/plain", nil, 100)
	refused(t, err, brief.KindUnavailable, "larger than")
	_, err = testClient(t, func(o *Options) { o.Timeout = 50 * time.Millisecond }).Post(t.Context(), s.URL+"/hangs", "text/plain", nil, 100)
	refused(t, err, brief.KindUnavailable, "took longer than")
}

package web

import (
	"strings"
	"testing"

	"livebrief/internal/page"
)

func TestThePageThatChecksCopiesIsServedWithItsScript(t *testing.T) {
	s := newStall(t)
	for _, f := range page.Verifier() {
		w := s.get("/ukraine/" + f.Name)
		if w.Code != 200 || w.Header().Get("Content-Type") != f.Type || w.Body.String() != string(f.Body) {
			t.Errorf("%s: %d, %s, %d bytes", f.Name, w.Code, w.Header().Get("Content-Type"), w.Body.Len())
		}
	}
	if policy := s.get("/ukraine/verify.html").Header().Get("Content-Security-Policy"); !strings.Contains(policy, "script-src 'self'") ||
		!strings.Contains(policy, "style-src 'self'") {
		t.Errorf("under the policy %q it cannot run", policy)
	}
}

package web

import (
	"net/http"
	"path"

	"livebrief/internal/page"
)

// verifier is a file of the page that checks copies. They are the same below every briefing, so that the page stands at
// the same place here and in a mirror.
func (s *readers) verifier(w http.ResponseWriter, r *http.Request) error {
	for _, f := range page.Verifier() {
		if f.Name == path.Base(r.URL.Path) {
			newAnswer(http.StatusOK, f.Type, "", f.Body).send(w, r, lifeSlow)
			return nil
		}
	}
	return noSuchPage()
}

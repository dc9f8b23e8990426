package web

import (
	"net/http"
)

// lives tells a load balancer that this listener answers. What it answers with is told on the desk's.
func (s *readers) lives(w http.ResponseWriter, r *http.Request) error {
	newAnswer(http.StatusOK, textType, "", []byte("ok\n")).send(w, r, lifeNone)
	return nil
}

package web

import (
	"bytes"
	"net/http"

	"livebrief/internal/page"
)

// indexPage lists the briefings, or goes to the only one.
func (s *readers) indexPage(w http.ResponseWriter, r *http.Request) error {
	ids, err := s.Editions.List(r.Context())
	if err != nil {
		return err
	}
	shelves := make([]page.Shelf, 0, len(ids))
	for _, id := range ids {
		state, err := s.Editions.Current(r.Context(), id)
		if err != nil {
			return err
		}
		shelves = append(shelves, page.Shelf{Name: state.Briefing.Name, State: state, Public: s.Public})
	}
	if len(shelves) == 1 {
		redirect(w, string(shelves[0].Name)+"/", lifeError)
		return nil
	}
	var b bytes.Buffer
	if err := page.WriteIndex(&b, shelves, s.Public); err != nil {
		return err
	}
	newAnswer(http.StatusOK, htmlType, "", b.Bytes()).send(w, r, lifePage)
	return nil
}

// addSlash sends a reader from "/name" to "/name/", the one address of the live page.
func (s *readers) addSlash(w http.ResponseWriter, r *http.Request) error {
	b := r.PathValue("b")
	if _, err := s.find(r.Context(), b); err != nil {
		return err
	}
	redirect(w, b+"/", lifeSlow)
	return nil
}

// nothingHere answers for every address that no route has.
func (s *readers) nothingHere(http.ResponseWriter, *http.Request) error { return noSuchPage() }

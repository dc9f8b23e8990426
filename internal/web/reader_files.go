package web

import (
	"context"
	"io"
	"net/http"
	"strings"

	"livebrief/internal/page"
)

// staticFile is a stylesheet or a script, under a name that holds its hash and so never changes.
func (s *readers) staticFile(w http.ResponseWriter, r *http.Request) error {
	file := r.PathValue("file")
	body, contentType, ok := page.Asset(file)
	if !ok || strings.Count(file, ".") != 2 {
		return noSuchPage()
	}
	a, err := s.cache.get(r.Context(), r.URL.Path, stamp{}, func(context.Context) (*answer, error) {
		return newAnswer(http.StatusOK, contentType, "", body), nil
	})
	if err != nil {
		return err
	}
	a.send(w, r, lifeStatic)
	return nil
}

// checkpoint is the signed root of the record.
func (s *readers) checkpoint(_ *http.Request, v *visit) (*sheet, error) {
	return &sheet{version: v.state.Seq, mark: page.WitnessedMark(s.watched(v)), contentType: textType, write: func(ctx context.Context, w io.Writer) error {
		body, err := s.Record.Checkpoint(ctx, v.id)
		if err != nil {
			return err
		}
		_, err = w.Write(body)
		return err
	}}, nil
}

// tile is a file of the record's tree. Tiles hold no text and never change.
func (s *readers) tile(w http.ResponseWriter, r *http.Request) {
	v := r.Context().Value(visitKey{}).(visit)
	body, err := s.Record.Tile(r.Context(), v.id, "tile/"+r.PathValue("path"))
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	newAnswer(http.StatusOK, binaryType, "", body).send(w, r, lifeStatic)
}

package web

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"livebrief/internal/brief"
)

// stream hands the request to live delivery.
func (s *readers) stream(w http.ResponseWriter, r *http.Request) {
	s.Live.Stream(r.Context().Value(visitKey{}).(visit).id).ServeHTTP(w, r)
}

// head is what those ask for every few seconds who have no stream.
func (s *readers) head(_ *http.Request, v *visit) (*sheet, error) {
	return &sheet{version: v.state.Seq, contentType: jsonType, policy: dataPolicy, life: lifeHead, write: func(ctx context.Context, w io.Writer) error {
		body, err := s.Live.Head(ctx, v.id)
		return writeData(w, body, err)
	}}, nil
}

// segmentSize is how many sequences a segment holds: n begins with 32n, and there is no entry 0.
const segmentSize = 32

// segment is a part of the record, "/log/17.json", as those fetch it who have been away or have no stream.
func (s *readers) segment(r *http.Request, v *visit) (*sheet, error) {
	text, is := strings.CutSuffix(r.PathValue("file"), ".json")
	n, err := strconv.ParseUint(text, 10, 58)
	if !is || err != nil || text != strconv.FormatUint(n, 10) || brief.Seq(n*segmentSize) > v.state.Seq {
		return nil, noSuchPage()
	}
	p := &sheet{version: v.state.Seq, contentType: jsonType, policy: dataPolicy, life: lifeFilling, write: func(ctx context.Context, w io.Writer) error {
		body, err := s.Live.Segment(ctx, v.id, n)
		return writeData(w, body, err)
	}}
	if brief.Seq(n*segmentSize+segmentSize-1) <= v.state.Seq {
		p.life = lifeSegment
	}
	return p, nil
}

// writeData writes a body unless making it failed.
func writeData(w io.Writer, body []byte, err error) error {
	if err == nil {
		_, err = w.Write(body)
	}
	return err
}

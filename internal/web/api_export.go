package web

import (
	"context"
	"io"
	"net/http"

	"livebrief/internal/brief"
)

// Exporter writes the newest edition of a briefing as a copy that needs no server: one zip.
type Exporter interface {
	Export(ctx context.Context, id brief.BriefingID, w io.Writer) error
}

// apiExport sends the copy.
func (s *deskServer) apiExport(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	if s.Exporter == nil {
		return brief.NotFound("this desk makes no copies", "")
	}
	return s.send(c, &download{w: c.w, name: string(d.name()) + ".zip", kind: "application/zip"}, func(w io.Writer) error {
		return s.Exporter.Export(c.ctx(), d.id, w)
	})
}

// send sends a file. Nothing goes out before its first bytes, so a refusal is still one in JSON; a failure half way cuts
// the connection, so that nobody takes half a file for a whole one.
func (s *deskServer) send(c *call, out *download, write func(io.Writer) error) error {
	err := write(out)
	if err != nil && out.begun {
		s.Logger.ErrorContext(c.ctx(), "could not finish a file", "file", out.name, "error", cause(err))
		panic(http.ErrAbortHandler)
	}
	return err
}

// download sets the headers of a file with its first bytes.
type download struct {
	w          http.ResponseWriter
	name, kind string
	begun      bool
}

func (d *download) Write(b []byte) (int, error) {
	if !d.begun {
		d.begun = true
		d.w.Header().Set("Content-Type", d.kind)
		d.w.Header().Set("Content-Disposition", `attachment; filename="`+d.name+`"`)
	}
	return d.w.Write(b)
}

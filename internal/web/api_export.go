package web

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"livebrief/internal/brief"
)

// Exporter writes the newest edition of a briefing as a copy that needs no server: the whole as one zip, or its last
// days as one HTML file.
type Exporter interface {
	Export(ctx context.Context, id brief.BriefingID, w io.Writer) error
	ExportFile(ctx context.Context, id brief.BriefingID, w io.Writer) error
}

// apiExport sends the copy. Nothing is sent before it begins to be written, so a refusal is still one in JSON; a
// failure half way cuts the connection, so that nobody takes half a copy for a whole one.
func (s *deskServer) apiExport(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	if s.Exporter == nil {
		return brief.NotFound("this desk makes no copies", "")
	}
	out := &download{w: c.w, name: string(d.name()) + ".zip", contentType: "application/zip"}
	export := s.Exporter.Export
	switch form := c.query("form"); form {
	case "", "zip":
	case "file":
		out.name, out.contentType = string(d.name())+".html", htmlType
		export = s.Exporter.ExportFile
	default:
		return brief.Invalid(fmt.Sprintf("there is no form %.40q of a copy", form), "ask for zip or file")
	}
	err = export(c.ctx(), d.id, out)
	if err != nil && out.begun {
		s.Logger.ErrorContext(c.ctx(), "could not finish a copy", "error", cause(err))
		panic(http.ErrAbortHandler)
	}
	return err
}

// download sets the headers of a file with its first bytes.
type download struct {
	w                 http.ResponseWriter
	name, contentType string
	begun             bool
}

func (d *download) Write(b []byte) (int, error) {
	if !d.begun {
		d.begun = true
		d.w.Header().Set("Content-Type", d.contentType)
		d.w.Header().Set("Content-Disposition", `attachment; filename="`+d.name+`"`)
	}
	return d.w.Write(b)
}

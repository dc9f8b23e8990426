package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"livebrief/internal/brief"
)

// Exporter writes the newest edition of a briefing as a copy that needs no server: the whole as one zip, or its last
// days as one HTML file.
type Exporter interface {
	Export(ctx context.Context, id brief.BriefingID, w io.Writer) error
	ExportFile(ctx context.Context, id brief.BriefingID, w io.Writer) error
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
	return s.send(c, out, func(w io.Writer) error { return export(c.ctx(), d.id, w) })
}

// send sends a file. Nothing goes out before its first bytes, so a refusal is still one in JSON; a failure half way cuts
// the connection, so that nobody takes half a file for a whole one.
func (s *deskServer) send(c *call, out *download, write func(io.Writer) error) error {
	defer out.patience(time.Time{})
	err := write(out)
	if err != nil && out.begun {
		s.Logger.ErrorContext(c.ctx(), "could not finish a file", "file", out.name, "error", cause(err))
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

// stalled is how long a client may take none of a file. What is sent keeps a moment of the database for it.
const stalled = 2 * time.Minute

// patience bounds the next write; a connection that cannot be bounded is a test's.
func (d *download) patience(until time.Time) {
	_ = http.NewResponseController(d.w).SetWriteDeadline(until)
}

func (d *download) Write(b []byte) (int, error) {
	d.patience(time.Now().Add(stalled))
	if !d.begun {
		d.begun = true
		d.w.Header().Set("Content-Type", d.contentType)
		d.w.Header().Set("Content-Disposition", `attachment; filename="`+d.name+`"`)
	}
	return d.w.Write(b)
}

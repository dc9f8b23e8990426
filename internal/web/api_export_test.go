package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// printer makes copies of two words.
type printer struct{}

func (printer) Export(_ context.Context, _ brief.BriefingID, w io.Writer) error {
	_, err := io.WriteString(w, "a zip")
	return err
}

func (printer) ExportFile(_ context.Context, _ brief.BriefingID, w io.Writer) error {
	_, err := io.WriteString(w, "a page")
	return err
}

// broken begins a copy and cannot go on.
type broken struct{ printer }

func (broken) ExportFile(_ context.Context, _ brief.BriefingID, w io.Writer) error {
	_, err := io.WriteString(w, "half a ")
	return errors.Join(err, errors.New("the disk is gone"))
}

func TestAPIGivesACopyInTheFormThatIsAsked(t *testing.T) {
	o := newOffice(t)
	o.conf.Exporter = printer{}
	o.open()
	for query, want := range map[string]struct{ body, contentType, name string }{
		"":           {"a zip", "application/zip", "ukraine.zip"},
		"?form=zip":  {"a zip", "application/zip", "ukraine.zip"},
		"?form=file": {"a page", "text/html; charset=utf-8", "ukraine.html"},
	} {
		w := o.api(editorToken, "GET", "/api/briefings/ukraine/export"+query, "")
		h := w.Header()
		if w.Code != http.StatusOK || w.Body.String() != want.body || h.Get("Content-Type") != want.contentType ||
			h.Get("Content-Disposition") != `attachment; filename="`+want.name+`"` {
			t.Errorf("%q: %d, %v, %q", query, w.Code, h, w.Body)
		}
	}
	refused(t, o.api(editorToken, "GET", "/api/briefings/ukraine/export?form=pdf", ""), http.StatusUnprocessableEntity, "invalid")
	refused(t, o.api(reporterToken, "GET", "/api/briefings/ukraine/export?form=file", ""), http.StatusForbidden, "forbidden")
}

func TestCopyThatBreaksOffIsCut(t *testing.T) {
	o := newOffice(t)
	o.conf.Exporter = broken{}
	o.open()
	defer func() {
		if v := recover(); v != http.ErrAbortHandler {
			t.Errorf("the connection is not cut: %v", v)
		}
		if !strings.Contains(o.log.String(), "could not finish a file") {
			t.Errorf("nothing is logged: %s", o.log)
		}
	}()
	o.api(editorToken, "GET", "/api/briefings/ukraine/export?form=file", "")
}

package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// backups writes some bytes, then gives its error.
type backups struct {
	text string
	err  error
}

func (b backups) Backup(_ context.Context, w io.Writer) error {
	if b.text != "" {
		io.WriteString(w, b.text)
	}
	return b.err
}

func TestBackupIsAFileAndIsNoted(t *testing.T) {
	o := newOffice(t)
	if w := o.api(chiefToken, "GET", "/api/backup", ""); w.Code != http.StatusNotFound {
		t.Errorf("a desk without backups answers with %d", w.Code)
	}
	o.conf.Backuper = backups{text: "the whole store"}
	o.open()
	w := o.api(chiefToken, "GET", "/api/backup", "")
	if w.Code != http.StatusOK || w.Body.String() != "the whole store" || w.Header().Get("Content-Type") != "application/octet-stream" ||
		!strings.HasSuffix(w.Header().Get("Content-Disposition"), `Z.backup"`) {
		t.Errorf("%d %q %v", w.Code, w.Body, w.Header())
	}
	if len(o.audit) != 1 || o.audit[0].Verb != "backup" || o.audit[0].Person != "chief" {
		t.Errorf("the audit has %+v", o.audit)
	}
	for _, token := range []string{editorToken, reporterToken} {
		if w := o.api(token, "GET", "/api/backup", ""); w.Code != http.StatusForbidden || strings.Contains(w.Body.String(), "store") {
			t.Errorf("%d %q", w.Code, w.Body)
		}
	}
	if len(o.audit) != 1 {
		t.Errorf("who was refused is in the audit: %+v", o.audit)
	}
}

func TestBackupThatFailsIsNotTakenForAWholeOne(t *testing.T) {
	o := newOffice(t)
	o.conf.Backuper = backups{err: brief.Unavailable("the database is busy", "try again in a moment", nil)}
	o.open()
	w := o.api(chiefToken, "GET", "/api/backup", "")
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "the database is busy") {
		t.Errorf("before its first byte: %d %q", w.Code, w.Body)
	}
	o.conf.Backuper = backups{text: strings.Repeat("x", 1<<20), err: errors.New("the disk is gone")}
	o.open()
	server := httptest.NewServer(o.h)
	defer server.Close()
	req, err := http.NewRequest("GET", server.URL+"/api/backup", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+chiefToken)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.ReadAll(res.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("half a backup ends with %v", err)
	}
}

package witness

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"path/filepath"
	"slices"
	"time"

	"livebrief/internal/brief"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// pageView is what the witness's page says.
type pageView struct {
	Name, Key string
	Records   []recordView
	Finds     []findView
}

type recordView struct {
	Origin  string
	Size    int64
	At      string
	Stopped bool
	Looks   []lookView
}

type lookView struct{ Address, At, Says string }

type findView struct{ Name, Finding, First, Second, Proof string }

// page says who the witness is, what it follows, how far, and what it found.
func (w *Witness) page(out http.ResponseWriter, _ *http.Request) {
	v := pageView{Name: w.Name(), Key: w.Key()}
	for _, r := range w.watched {
		v.Records = append(v.Records, w.view(r))
	}
	found, err := finds(w.dir)
	if err != nil {
		w.opts.Log.Error("the evidence cannot be listed", "error", err)
	}
	for _, f := range found {
		e, err := ReadEvidence(f.Folder)
		if err != nil {
			w.opts.Log.Error("evidence cannot be read", "error", err)
		}
		v.Finds = append(v.Finds, findView{filepath.Base(f.Folder), f.Finding, string(e.First), string(e.Second), string(e.Proof)})
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, v); err != nil {
		w.refuse(out, brief.Unavailable("the page cannot be made", "", err))
		return
	}
	out.Header().Set("Content-Type", "text/html; charset=utf-8")
	out.Header().Set("Cache-Control", "no-cache")
	_, _ = out.Write(b.Bytes()) // who asked may have gone
}

func (w *Witness) view(r *watched) recordView {
	r.mu.Lock()
	defer r.mu.Unlock()
	v := recordView{Origin: r.Origin, Size: r.tree.Size, Stopped: w.stopped(r)}
	if r.kept != nil {
		v.At = moment(r.by.At)
	}
	for address, l := range r.looks {
		v.Looks = append(v.Looks, lookView{address, moment(l.at), l.says})
	}
	slices.SortFunc(v.Looks, func(a, b lookView) int { return bytes.Compare([]byte(a.Address), []byte(b.Address)) })
	return v
}

func moment(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") }

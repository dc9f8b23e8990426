package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"sync"
)

//go:embed templates
var templateFiles embed.FS

// pageTemplates gives one set for each page: what all share, and the page itself. They are read once, for the first page, so that
// commands which make none need not wait for them; a broken one fails every test that makes a page.
var pageTemplates = sync.OnceValue(func() map[string]*template.Template {
	shared := template.Must(template.ParseFS(templateFiles, "templates/base.html", "templates/parts.html"))
	out := map[string]*template.Template{"parts": template.Must(shared.Clone())}
	for _, name := range []string{"live", "list", "item", "history", "rows", "coverage", "lite", "box", "embed", "mirrors", "file", "index", "error", "witnesses",
		"statement", "statements", "due", "people", "speaker",
		"numbers", "number", "number_frame",
		"map", "map_between", "map_area", "map_frame", "lite_map"} {
		file := "templates/" + name + ".html"
		out[name] = template.Must(template.Must(shared.Clone()).ParseFS(templateFiles, file)).Lookup(name + ".html")
	}
	return out
})

// render writes a page as a whole or not at all.
func render(w io.Writer, name string, view any) error {
	var b bytes.Buffer
	if err := pageTemplates()[name].Execute(&b, view); err != nil {
		return fmt.Errorf("rendering the page %q: %w", name, err)
	}
	if _, err := w.Write(bytes.TrimLeft(b.Bytes(), "\n")); err != nil {
		return fmt.Errorf("writing the page %q: %w", name, err)
	}
	return nil
}

// renderPart gives one of the shared pieces.
func renderPart(name string, view any) (string, error) {
	var b bytes.Buffer
	if err := pageTemplates()["parts"].ExecuteTemplate(&b, name, view); err != nil {
		return "", fmt.Errorf("rendering %q: %w", name, err)
	}
	return b.String(), nil
}

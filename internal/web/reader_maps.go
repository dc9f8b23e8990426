package web

import (
	"context"
	"io"
	"net/http"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// The types of maps as pictures and data.
const (
	svgType     = "image/svg+xml"
	pngType     = "image/png"
	geoJSONType = "application/geo+json"
	scriptType  = "text/javascript; charset=utf-8"
)

// drawingPolicy is that of a drawing by itself, which brings its own sheet and nothing else.
const drawingPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// mapRoutes lists the addresses of the control maps.
func (s *readers) mapRoutes() []readerRoute {
	return []readerRoute{
		{"/map", s.page(s.mapPage)},
		{"/map/{rest...}", s.page(s.mapPage)},
		{"/as-of/{when}/map", s.page(s.asOfMap)},
		{"/as-of/{when}/map/{rest...}", s.page(s.asOfMap)},
		{"/lite/map", s.page(s.liteMap)},
		{"/lite/map/{day}", s.page(s.liteMap)},
	}
}

// mapSheet begins a sheet for what an address asks for.
func mapSheet(a page.MapAddress) *sheet {
	switch a.Form {
	case page.MapSVG, page.MapSmall:
		return &sheet{contentType: svgType, policy: drawingPolicy, life: lifeSlow}
	case page.MapPNG:
		return &sheet{contentType: pngType, life: lifeSlow}
	case page.MapGeoJSON:
		return &sheet{contentType: geoJSONType, life: lifeSlow}
	case page.MapCSV:
		return &sheet{contentType: tableType, life: lifeSlow}
	case page.MapFrame:
		return &sheet{policy: embedPolicy}
	}
	if a.Kind == page.MapIndex || a.Kind == page.MapRun {
		return &sheet{contentType: scriptType}
	}
	return &sheet{}
}

// mapPage is a control map, or what belongs to one.
func (s *readers) mapPage(r *http.Request, v *visit) (*sheet, error) {
	a, err := page.ParseMap(v.state, r.PathValue("rest"))
	if err != nil {
		return nil, err
	}
	p := mapSheet(a)
	p.version = v.state.Version(edition.OfMaps())
	p.write = func(ctx context.Context, w io.Writer) error { return page.WriteMap(w, s.shelf(v), s.texts(ctx, v), a) }
	return p, nil
}

// asOfMap is a control map as the briefing had it at an edition.
func (s *readers) asOfMap(r *http.Request, v *visit) (*sheet, error) {
	state, to, err := s.stateAsOf(r, v)
	if to != nil || err != nil {
		return to, err
	}
	a, err := page.ParseMap(state, r.PathValue("rest"))
	if err != nil {
		return nil, err
	}
	if a.Form == page.MapFrame || a.Kind == page.MapIndex || a.Kind == page.MapRun {
		return nil, noSuchPage()
	}
	return s.asOf(mapSheet(a), v, state, func(w io.Writer, shelf page.Shelf, texts page.Bodies) error { return page.WriteMap(w, shelf, texts, a) }), nil
}

// liteMap is a control map in few bytes.
func (s *readers) liteMap(r *http.Request, v *visit) (*sheet, error) {
	day := brief.Date(r.PathValue("day"))
	return &sheet{version: v.state.Version(edition.OfMaps()), write: func(ctx context.Context, w io.Writer) error {
		return page.WriteLiteMap(w, s.shelf(v), s.texts(ctx, v), day)
	}}, nil
}

package web

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"livebrief/internal/atlas"
	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/edition"
	"livebrief/internal/territory"
)

// Series gives the desk a series as the library has it.
func (k knowledge) Series(ctx context.Context, id brief.BriefingID, name string) (desk.MapSeries, error) {
	state, err := k.l.Current(ctx, id)
	if err != nil {
		return desk.MapSeries{}, err
	}
	m, known := state.MapSeriesOf(name)
	if !known {
		return desk.MapSeries{}, nil
	}
	read := edition.ReadMaps(m, func(seqs []brief.Seq) (map[brief.Seq]brief.Published, error) { return k.l.Bodies(ctx, id, seqs) })
	about, err := read.About()
	if err != nil {
		return desk.MapSeries{}, err
	}
	series := desk.MapSeries{Item: m.ID, Rev: m.Rev, Body: *about, Standing: atlas.Standing{Layer: read.Layer}}
	for _, d := range m.Maps {
		series.Maps = append(series.Maps, atlas.Stand{Day: d.Day, Clock: d.Clock, Key: d.Key, Redrawn: d.Redrawn})
	}
	return series, nil
}

const warMapping = `{"source": "Example War Map", "dated": "2022-12-31", "viewpoint": "as in 1991", "credit": "Example War Map", "licence": {"name": "ours", "download": "%s"},
"date": {"pattern": "war_{YYYY}-{MM}-{DD}.geojson"}, "rules": [{"when": [{"property": ["fill"], "is": ["#a52714"]}], "class": "assessed", "party": "Westmark"},
{"when": [{"property": ["fill"], "is": ["#bdbdbd"]}], "class": "unknown"}]}`

// square is a map file with an area from 36 east and 48 north on, some degrees wide.
func square(wide float64, fill string) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{"fill":%q},"geometry":{"type":"Polygon","coordinates":[[[36,48],[%g,48],[%[2]g,49],[36,49],[36,48]]]}}`, fill, 36+wide)
}

const red = "#a52714"

// bringing is what an import hands in: fields, then files by "name/filename".
type bringing [][2]string

func (o *office) bring(token string, what bringing) *httptest.ResponseRecorder {
	o.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, part := range what {
		name, file, isFile := strings.Cut(part[0], "/")
		if !isFile {
			_ = w.WriteField(name, part[1])
			continue
		}
		p, err := w.CreateFormFile(name, file)
		if err != nil {
			o.t.Fatal(err)
		}
		_, _ = p.Write([]byte(part[1]))
	}
	_ = w.Close()
	return o.api(token, "POST", "/api/briefings/ukraine/maps", body.String(), "Content-Type", w.FormDataContentType())
}

// maps shows maps in the briefing and publishes those of three days.
func (o *office) maps() {
	o.t.Helper()
	b := o.books[o.id].past[len(o.books[o.id].past)-1].Briefing
	b.Sections = append(b.Sections, brief.SectionMap)
	o.put(o.t, o.id, brief.EntryBriefing, brief.ItemBriefing, b)
	p := said[mapProposal](o.t, o.bring(reporterToken, bringing{{"mapping/m.json", fmt.Sprintf(warMapping, "yes")}, {"file/war_2022-09-20.geojson", square(2, red)},
		{"file/war_2022-09-22.geojson", square(2.1, red)}}), http.StatusCreated)
	said[actAnswer](o.t, o.api(editorToken, "POST", "/api/briefings/ukraine/maps/"+p.ID+"/approve", ""), http.StatusCreated)
}

func TestMapsAreSeenOnlyWhenSomebodyApproves(t *testing.T) {
	o := newOffice(t)
	o.maps()
	before, _ := o.Current(t.Context(), o.id)
	p := said[mapProposal](t, o.bring(editorToken, bringing{{"source", "Example War Map"}, {"mapping/m.json", fmt.Sprintf(warMapping, "yes")}, {"file/war_2022-09-24.geojson", square(3, red)}}), http.StatusCreated)
	if after, _ := o.Current(t.Context(), o.id); after.Seq != before.Seq {
		t.Fatal("an import published")
	}
	if p.Maps != 1 || p.From != "2022-09-24" || len(p.Changes) < 2 || p.Changes[0].Gained < 7000 || p.Changes[0].Lost != 0 || p.Changes[1].Region == "" || !strings.Contains(p.Jump, "second person") {
		t.Fatalf("the proposal is %+v", p)
	}
	at := "/api/briefings/ukraine/maps/" + p.ID
	refused(t, o.api(reporterToken, "POST", at+"/approve", ""), http.StatusForbidden, "forbidden")
	refused(t, o.api(editorToken, "POST", at+"/approve", ""), http.StatusForbidden, "forbidden") // brought it, and it is a jump
	picture := o.api(editorToken, "GET", at+"/picture.svg", "")
	if picture.Code != http.StatusOK || picture.Header().Get("Content-Type") != svgType || !strings.Contains(picture.Body.String(), "m-gained") {
		t.Errorf("the picture: %d %s", picture.Code, picture.Header())
	}
	if narrow := o.api(editorToken, "GET", at+"/picture.svg?narrow=yes", ""); !strings.Contains(narrow.Body.String(), "m-gained") || narrow.Body.Len() >= picture.Body.Len() {
		t.Errorf("the narrow picture is %d bytes, the wide one %d", narrow.Body.Len(), picture.Body.Len())
	}
	out := said[actAnswer](t, o.api(chiefToken, "POST", at+"/approve", ""), http.StatusCreated)
	if out.Entry == nil || out.Entry.Kind != brief.EntryMap {
		t.Fatalf("the act is %+v", out)
	}
	refused(t, o.api(chiefToken, "POST", at+"/approve", ""), http.StatusNotFound, "not_found")
	list := said[struct {
		Series    []listedSeries `json:"series"`
		Proposals []mapProposal  `json:"proposals"`
	}](t, o.api(reporterToken, "GET", "/api/briefings/ukraine/maps", ""), http.StatusOK)
	if len(list.Series) != 1 || list.Series[0].Maps != 3 || list.Series[0].To != "2022-09-24" || len(list.Proposals) != 0 {
		t.Errorf("the list is %+v", list)
	}
}

func TestMapsThatCannotBeTakenAreRefused(t *testing.T) {
	o := newOffice(t)
	o.maps()
	mapping := [2]string{"mapping/m.json", fmt.Sprintf(warMapping, "yes")}
	other := [2]string{"mapping/m.json", strings.Replace(fmt.Sprintf(warMapping, "yes"), "Example War Map", "Another Map", 1)}
	for name, c := range map[string]struct {
		what bringing
		says string
	}{
		"another source":       {bringing{other, {"file/war_2022-09-21.geojson", square(2, red)}}, "never mixed"},
		"another source named": {bringing{{"source", "Another"}, mapping, {"file/war_2022-09-21.geojson", square(2, red)}}, "not of"},
		"no mapping":           {bringing{{"file/war_2022-09-21.geojson", square(2, red)}}, "no mapping"},
		"nothing":              {bringing{}, "no maps"},
		"only a mapping":       {bringing{mapping}, "no map was handed in"},
		"a future day":         {bringing{mapping, {"file/war_2999-01-01.geojson", square(2, red)}}, "after today"},
		"a style nobody knows": {bringing{mapping, {"file/war_2022-09-21.geojson", square(2, "#00ff00")}}, "fits nothing"},
		"an empty day":         {bringing{mapping, {"file/war_2022-09-21.geojson", `{"type":"FeatureCollection","features":[]}`}}, "war_2022-09-21"},
		"a broken file":        {bringing{mapping, {"file/war_2022-09-21.geojson", `{"type":"Feature"`}}, "war_2022-09-21"},
		"a broken mapping":     {bringing{{"mapping/m.json", `{"sauce":1}`}}, "m.json"},
		"another field":        {bringing{{"photo/a.png", "x"}}, "takes a file"},
		"a series' bad name":   {bringing{{"series", "../x"}, mapping, {"file/war_2022-09-21.geojson", square(2, red)}}, "cannot name a series"},
		"a bad table":          {bringing{{"series", "sketch"}, {"places/p.csv", "place,lat\nA,91"}}, "p.csv"},
		"a bad reference":      {bringing{{"reference/r.json", "["}}, "r.json"},
		"a correction alone":   {bringing{{"class", "correct"}, mapping, {"file/war_2022-09-20.geojson", square(1.9, red)}}, "public note"},
	} {
		w := o.bring(editorToken, c.what)
		if w.Code < 400 || w.Code >= 500 || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	if w := o.api(editorToken, "POST", "/api/briefings/ukraine/maps", `{}`); w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("JSON: %d", w.Code)
	}
	if list := o.api(editorToken, "GET", "/api/briefings/ukraine/maps", "").Body.String(); !strings.Contains(list, `"proposals":[]`) {
		t.Errorf("something was half imported: %s", list)
	}
}

func TestADelayKeepsApprovedMapsBack(t *testing.T) {
	o := newOffice(t)
	o.maps()
	b := o.books[o.id].past[len(o.books[o.id].past)-1].Briefing
	b.MapDelay = 90
	o.put(t, o.id, brief.EntryBriefing, brief.ItemBriefing, b)
	p := said[mapProposal](t, o.bring(editorToken, bringing{{"mapping/m.json", fmt.Sprintf(warMapping, "yes")}, {"file/war_2022-09-23.geojson", square(2.15, red)}}), http.StatusCreated)
	out := said[actAnswer](t, o.api(editorToken, "POST", "/api/briefings/ukraine/maps/"+p.ID+"/approve", ""), http.StatusAccepted)
	if out.Draft == nil || out.Draft.EmbargoUntil.Sub(o.clock).Minutes() != 90 {
		t.Errorf("the act is %+v", out)
	}
}

func TestARowOfTheTableDrawsTheSketchAnew(t *testing.T) {
	o := newOffice(t)
	o.maps()
	const table = "place,lat,lon,held_from,held_to,basis\nDonetsk,48.0159,37.8028,before-2022,,known\nLviv,49.8383,24.0232,,,known\nKharkiv,49.9808,36.2527,,,known\nKherson,46.6558,32.6178,2022-03-02,,reports\n"
	p := said[mapProposal](t, o.bring(editorToken, bringing{{"series", "sketch"}, {"party", "Westmark"}, {"places/p.csv", table}}), http.StatusCreated)
	said[actAnswer](t, o.api(chiefToken, "POST", "/api/briefings/ukraine/maps/"+p.ID+"/approve", ""), http.StatusCreated)
	row := `{"place":"kherson","held_from":"2022-03-02","held_to":"2022-09-20","basis":"three reports"}`
	p = said[mapProposal](t, o.api(reporterToken, "POST", "/api/briefings/ukraine/maps/sketch/places", row), http.StatusCreated)
	if p.Maps != 1 || p.From != "2022-09-20" || len(p.Changes) != 1 || p.Changes[0].Lost == 0 || p.Changes[0].Party != "Westmark" {
		t.Errorf("the proposal is %+v", p)
	}
	refused(t, o.api(reporterToken, "POST", "/api/briefings/ukraine/maps/map/places", row), http.StatusUnprocessableEntity, "invalid")
	refused(t, o.api(reporterToken, "POST", "/api/briefings/ukraine/maps/none/places", row), http.StatusNotFound, "not_found")
	refused(t, o.api(reporterToken, "POST", "/api/briefings/ukraine/maps/sketch/places", `{"place":"X","lat":"north","basis":"b"}`), http.StatusUnprocessableEntity, "invalid")
	b := o.signIn(chiefToken)
	for path, holds := range map[string]string{"/b/ukraine/maps": "Add a row to the table", "/b/ukraine/maps/" + p.ID: "Areas of a sketch are rounded"} {
		if w := b.get(path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), holds) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if w := b.post("/b/ukraine/maps/"+p.ID+"/approve", nil); w.Code != http.StatusSeeOther {
		t.Errorf("approving in the browser: %d %s", w.Code, w.Body)
	}
}

// TestReadersGetMaps asks the readers' listener for maps in every form.
func TestReadersGetMaps(t *testing.T) {
	s := newStall(t)
	s.maps("no")
	for path, want := range map[string]struct {
		kind, holds string
	}{
		"/ukraine/map":                              {htmlType, "Who controls what on 24\u00a0September"},
		"/ukraine/map/2022-09-21":                   {htmlType, "This is the map of 20\u00a0September"},
		"/ukraine/map/2022-09-20..2022-09-24":       {htmlType, "m-gained"},
		"/ukraine/map/area":                         {htmlType, "m-chart"},
		"/ukraine/map/area.csv":                     {tableType, "2022-09-20,,Example War Map,,assessed,Westmark,,"},
		"/ukraine/map/2022-09-24.svg":               {svgType, "<style>"},
		"/ukraine/map/2022-09-24.small.svg":         {svgType, "m-assessed"},
		"/ukraine/map/2022-09-24.png":               {pngType, "PNG"},
		"/ukraine/map/2022-09-24/embed":             {htmlType, "../../map/2022-09-24.svg"},
		"/ukraine/map/area/embed":                   {htmlType, "../../map/area.svg"},
		"/ukraine/map/area.svg":                     {svgType, "<style>"},
		"/ukraine/map/2022-09-20..2022-09-24.svg":   {svgType, "m-gained"},
		"/ukraine/map/2022-09-20..2022-09-24/embed": {htmlType, "../../map/2022-09-20..2022-09-24.svg"},
		"/ukraine/map/index.js":                     {scriptType, `"days":["2022-09-20","2022-09-24"]`},
		"/ukraine/map/run/0.js":                     {scriptType, "livebriefMap"},
		"/ukraine/lite/map":                         {htmlType, "2022-09-24.small.svg"},
		"/ukraine/lite/map/2022-09-20":              {htmlType, "Westmark"},
		"/ukraine/":                                 {htmlType, `id="mapbox"`},
	} {
		w := s.ask("GET", path)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != want.kind || !strings.Contains(w.Body.String(), want.holds) {
			t.Errorf("%s: %d %s\n%.600s", path, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
	}
	for _, path := range []string{"/ukraine/map/2022-09-19", "/ukraine/map/2022-09-25", "/ukraine/map/2022-9-24", "/ukraine/map/x", "/ukraine/map/2022-09-24..2022-09-20",
		"/ukraine/map/run/1.js", "/ukraine/map/run/00.js", "/ukraine/map/run/-1.js", "/ukraine/lite/map/2021-01-01", "/ukraine/map/2022-09-24.exe",
		"/ukraine/map/2022-09-24.geojson", "/ukraine/as-of/2/map", "/ukraine/map/main", "/ukraine/map/area.png",
		"/ukraine/map/2022-09-20..2022-09-24.csv", "/ukraine/map/.svg", "/ukraine/map/index.js.svg"} {
		if w := s.ask("GET", path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// maps shows maps in the briefing and publishes those of two days.
func (s *stall) maps(download string) {
	s.t.Helper()
	b := s.books[s.id].past[len(s.books[s.id].past)-1].Briefing
	b.Sections = append(b.Sections, brief.SectionMap)
	s.put(s.t, s.id, brief.EntryBriefing, brief.ItemBriefing, b)
	m, err := territory.ReadMapping("m.json", fmt.Appendf(nil, warMapping, download))
	if err != nil {
		s.t.Fatal(err)
	}
	g := atlas.NewGathering(m)
	g.Add("war_2022-09-20.geojson", []byte(square(2, red)))
	g.Add("war_2022-09-24.geojson", []byte(square(3, red)))
	maps, _, err := g.Maps("2022-10-01")
	if err != nil {
		s.t.Fatal(err)
	}
	in, err := (&atlas.Standing{}).Enter(maps, nil, false, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.put(s.t, s.id, brief.EntryMap, "themap", brief.MapChange{Series: "main", Title: "Who controls what", Days: in.Days, Layers: in.Layers,
		Source: brief.MapSource{Name: "Example War Map", Download: download == "yes"}, Change: brief.StatementChange{Class: brief.Publish}})
}

package web

import (
	"context"
	"io"
	"net/http"
	"path"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// numberRoutes lists the addresses of numbers.
func (s *readers) numberRoutes() []readerRoute {
	list := []readerRoute{
		{"/n", s.page(s.numberPage)},
		{"/n/{rest...}", s.page(s.numberPage)},
		{"/as-of/{when}/n", s.page(s.asOfNumbers)},
		{"/as-of/{when}/n/{rest...}", s.page(s.asOfNumbers)},
	}
	for _, topic := range []brief.Topic{brief.TopicAid, brief.TopicCivilians} {
		list = append(list, readerRoute{"/" + string(topic), s.page(s.topicPage(topic))}, readerRoute{"/" + string(topic) + "/{rest...}", s.page(s.topicPage(topic))},
			readerRoute{"/" + string(topic) + ".csv", s.page(s.topicFile(topic, page.NumbersCSV))}, readerRoute{"/" + string(topic) + ".json", s.page(s.topicFile(topic, page.NumbersJSON))},
			readerRoute{"/as-of/{when}/" + string(topic), s.page(s.asOfTopic(topic))}, readerRoute{"/as-of/{when}/" + string(topic) + "/{rest...}", s.page(s.asOfTopic(topic))})
	}
	return list
}

// numbersSheet begins a sheet for what an address asks for.
func numbersSheet(a page.NumbersAddress) *sheet {
	switch a.Form {
	case page.NumbersSVG:
		return &sheet{contentType: svgType, policy: drawingPolicy, life: lifeSlow}
	case page.NumbersPNG:
		return &sheet{contentType: pngType, life: lifeSlow}
	case page.NumbersCSV:
		return &sheet{contentType: tableType, life: lifeSlow}
	case page.NumbersJSON:
		return &sheet{contentType: jsonType, life: lifeSlow}
	case page.NumbersFrame:
		return &sheet{policy: embedPolicy}
	}
	return &sheet{}
}

// numbers is what an address about numbers asks for, of the newest edition.
func (s *readers) numbers(v *visit, a page.NumbersAddress, err error) (*sheet, error) {
	if err != nil {
		return nil, err
	}
	p := numbersSheet(a)
	p.version = v.state.Version(edition.OfNumbers())
	p.write = func(ctx context.Context, w io.Writer) error {
		return page.WriteNumbers(w, s.shelf(v), s.texts(ctx, v), a)
	}
	return p, nil
}

// askedDay sends who asks for a day, as ?as-of=2026-07-28, to the lasting address of that; nil for who asks for none.
func askedDay(r *http.Request) (*sheet, error) {
	if strings.HasSuffix(r.URL.Path, "/") {
		return nil, noSuchPage()
	}
	day := r.URL.Query().Get("as-of")
	if day == "" {
		return nil, nil
	}
	if !brief.Date(day).Day() {
		return nil, brief.Invalid(quoted(day)+" is no day", "write as-of=2026-07-28")
	}
	return &sheet{to: path.Base(r.URL.Path) + "/as-of/" + day, life: lifePage}, nil
}

// decision is what a route decides of a request.
type decision = func(*http.Request, *visit) (*sheet, error)

// topicPage is the page of a topic, or what belongs to it.
func (s *readers) topicPage(topic brief.Topic) decision {
	return func(r *http.Request, v *visit) (*sheet, error) {
		if to, err := askedDay(r); to != nil || err != nil {
			return to, err
		}
		a, err := page.ParseTopic(v.state, topic, r.PathValue("rest"))
		return s.numbers(v, a, err)
	}
}

// topicFile is every number of a topic as data.
func (s *readers) topicFile(topic brief.Topic, form page.NumbersForm) decision {
	return func(_ *http.Request, v *visit) (*sheet, error) {
		a, err := page.ParseTopic(v.state, topic, "")
		a.Form = form
		return s.numbers(v, a, err)
	}
}

// numberPage is the list of all numbers, a series, or a version.
func (s *readers) numberPage(r *http.Request, v *visit) (*sheet, error) {
	if to, err := askedDay(r); to != nil || err != nil {
		return to, err
	}
	a, err := page.ParseNumber(v.state, r.PathValue("rest"))
	return s.numbers(v, a, err)
}

// asOfNumbers is the list of numbers, a series or a version as an edition had it.
func (s *readers) asOfNumbers(r *http.Request, v *visit) (*sheet, error) {
	return s.numbersAsOf(r, v, page.ParseNumber)
}

// asOfTopic is a topic as an edition had it.
func (s *readers) asOfTopic(topic brief.Topic) decision {
	return func(r *http.Request, v *visit) (*sheet, error) {
		return s.numbersAsOf(r, v, func(state *edition.State, rest string) (page.NumbersAddress, error) {
			return page.ParseTopic(state, topic, rest)
		})
	}
}

func (s *readers) numbersAsOf(r *http.Request, v *visit, parse func(*edition.State, string) (page.NumbersAddress, error)) (*sheet, error) {
	if strings.HasSuffix(r.URL.Path, "/") {
		return nil, noSuchPage()
	}
	state, to, err := s.stateAsOf(r, v)
	if to != nil || err != nil {
		return to, err
	}
	a, err := parse(state, r.PathValue("rest"))
	if err != nil {
		return nil, err
	}
	if a.Form == page.NumbersFrame {
		return nil, noSuchPage()
	}
	return s.asOf(numbersSheet(a), v, state, func(w io.Writer, shelf page.Shelf, texts page.Bodies) error {
		return page.WriteNumbers(w, shelf, texts, a)
	}), nil
}

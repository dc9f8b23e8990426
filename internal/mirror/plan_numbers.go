package mirror

import (
	"io"

	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// numbers plans the pages and files about numbers.
func (p *planner) numbers() {
	since := p.state.Version(edition.OfNumbers())
	for _, at := range page.NumbersInCopy(p.state) {
		p.page(at, since, func(w io.Writer) error {
			a, err := page.ParseNumbers(p.state, at)
			if err != nil {
				return err
			}
			return page.WriteNumbers(w, p.shelf, p.bodies, a)
		})
	}
}

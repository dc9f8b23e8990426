package territory

import "fmt"

// Flaws tells what keeps a shape from being valid, with places: none where every ring is simple, rings meet in points at most, and
// the area lies to the left of every edge. The error says that it is too large to be looked at.
func (s Shape) Flaws() ([]Flaw, error) {
	var flaws []Flaw
	for i, r := range s {
		if len(r) < 3 {
			at := Point{}
			if len(r) > 0 {
				at = r[0]
			}
			flaws = append(flaws, Flaw{fmt.Sprintf("ring %d has fewer than three points", i+1), at})
		}
		seen := make(map[Point]bool, len(r))
		for _, p := range r {
			if seen[p] && len(flaws) < maxFlaws {
				flaws = append(flaws, Flaw{fmt.Sprintf("ring %d comes twice to a point", i+1), p})
			}
			seen[p] = true
		}
	}
	segments := s.appendTo(nil, 0)
	n := len(segments)
	var found crossingFlaws
	arranged, err := arrange(segments, found.hear)
	if err != nil {
		return nil, err
	}
	flaws = append(flaws, found...)
	if len(arranged) != n && len(found) == 0 && n > 0 {
		flaws = append(flaws, Flaw{"edges lie on each other, or an edge passes through a point of another", s[0][0]})
	}
	for _, x := range arranged {
		if len(flaws) >= maxFlaws {
			break
		}
		inner := max(x.left[0], x.right[0])
		if outer := min(x.left[0], x.right[0]); inner != 1 || outer != 0 {
			flaws = append(flaws, Flaw{fmt.Sprintf("on the two sides of an edge one is %d and %d times inside, not 1 and 0", inner, outer), x.from})
		}
	}
	return flaws, nil
}

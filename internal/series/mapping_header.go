package series

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"livebrief/internal/brief"
)

// CheckHeader tells whether a table has the columns that the mapping was made for: nil where they are the same, or the mapping does not
// say. Else a Conflict that names what was added, lost, renamed (one took the place of another) and moved: somebody has to look, since a
// publisher who moves columns may have changed what they mean.
func (m *Mapping) CheckHeader(header []string) error {
	if len(m.Header) == 0 || slices.Equal(m.Header, header) {
		return nil
	}
	was, is := numbered(m.Header), numbered(header)
	inOld, inNew := positions(was), positions(is)
	var renamed, added, lost []string
	for i, name := range was {
		if _, stays := inNew[name]; stays {
			continue
		}
		if i < len(is) && !has(inOld, is[i]) {
			renamed = append(renamed, fmt.Sprintf("column %d is %s and was %s", i+1, quoted(is[i]), quoted(name)))
			continue
		}
		lost = append(lost, quoted(name))
	}
	for i, name := range is {
		if !has(inOld, name) && (i >= len(was) || has(inNew, was[i])) {
			added = append(added, quoted(name))
		}
	}
	parts := slices.Concat(renamed, together("added: ", added), together("lost: ", lost), together("moved: ", moved(was, inNew)))
	return brief.Conflict("the columns are not those of the last time: "+tellFaults(parts), "look at the mapping again before anything is read by it")
}

// numbered tells columns of the same name apart.
func numbered(header []string) []string {
	seen, out := map[string]int{}, make([]string, len(header))
	for i, name := range header {
		if seen[name]++; seen[name] > 1 {
			out[i] = fmt.Sprintf("%s (%d)", name, seen[name])
			continue
		}
		out[i] = name
	}
	return out
}

func positions(names []string) map[string]int {
	at := make(map[string]int, len(names))
	for i, name := range names {
		at[name] = i
	}
	return at
}

func has(at map[string]int, name string) bool {
	_, is := at[name]
	return is
}

func quoted(name string) string { return fmt.Sprintf("%.60q", name) }

func together(what string, names []string) []string {
	if len(names) == 0 {
		return nil
	}
	if n := len(names) - maxFaults; n > 0 {
		names = append(slices.Clone(names[:maxFaults]), fmt.Sprintf("%d more", n))
	}
	return []string{what + strings.Join(names, ", ")}
}

// moved lists the columns that are there still and in another order: as few as explain it, those outside the longest run that kept its
// order.
func moved(was []string, now map[string]int) []string {
	var stay []string
	for _, name := range was {
		if has(now, name) {
			stay = append(stay, name)
		}
	}
	tails, before := []int{}, make([]int, len(stay)) // of the run of each length, the last column; of each column, the one before in its run
	for i, name := range stay {
		at := sort.Search(len(tails), func(k int) bool { return now[stay[tails[k]]] >= now[name] })
		if before[i] = -1; at > 0 {
			before[i] = tails[at-1]
		}
		if at == len(tails) {
			tails = append(tails, i)
		}
		tails[at] = i
	}
	kept := map[string]bool{}
	if n := len(tails); n > 0 {
		for i := tails[n-1]; i >= 0; i = before[i] {
			kept[stay[i]] = true
		}
	}
	var out []string
	for _, name := range stay {
		if !kept[name] {
			out = append(out, quoted(name))
		}
	}
	return out
}

// columnFaults lists the columns that a mapping speaks of and a header lacks, or has twice.
func (m *Mapping) columnFaults(header []string) []string {
	spoken := map[string]bool{}
	for column := range m.Values {
		spoken[column] = true
	}
	for _, s := range m.Skip {
		spoken[s.Column] = true
		if s.Total != "" {
			spoken[s.Total] = true
		}
	}
	for i := range m.Numbers {
		for _, c := range m.Numbers[i].When {
			spoken[c.Column] = true
		}
		for _, f := range m.Numbers[i].texts() {
			for _, column := range columnsIn(*f.at) {
				spoken[column] = true
			}
		}
	}
	times := map[string]int{}
	for _, name := range header {
		times[name]++
	}
	var out []string
	for _, column := range slices.Sorted(maps.Keys(spoken)) {
		switch times[column] {
		case 0:
			out = append(out, fmt.Sprintf("the mapping speaks of a column %.60q, which the table does not have", column))
		case 1:
		default:
			out = append(out, fmt.Sprintf("the mapping speaks of a column %.60q, which the table has %d times", column, times[column]))
		}
	}
	return out
}

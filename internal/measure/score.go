package measure

import (
	"context"
	"math/rand/v2"
	"slices"
)

// Tally is what one text adds to one measure. Precision is FoundRight/Found, recall NotedRight/Noted; the two rights
// differ only where the sides do not count the same. In a measure of accuracy all that is compared is found and noted.
type Tally struct {
	FoundRight, Found, NotedRight, Noted float64
}

// count tallies a measure whose right findings are right notes too.
func count(right, found, noted int) Tally {
	return Tally{float64(right), float64(found), float64(right), float64(noted)}
}

func (t Tally) plus(o Tally) Tally {
	return Tally{t.FoundRight + o.FoundRight, t.Found + o.Found, t.NotedRight + o.NotedRight, t.Noted + o.Noted}
}

// figures gives precision, recall and their harmonic mean, each 0 where there is nothing to divide by.
func (t Tally) figures() [3]float64 {
	p, r := share(t.FoundRight, t.Found), share(t.NotedRight, t.Noted)
	return [3]float64{p, r, share(2*p*r, p+r)}
}

// of is what the figures divide by: one of which it is 0 says nothing, and a sample without it is left out.
func (t Tally) of() [3]float64 { return [3]float64{t.Found, t.Noted, t.Found + t.Noted} }

func share(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}

// Measure is one column of a sheet.
type Measure struct {
	Name string `json:"name"`
	// Means says in a sentence what is counted.
	Means string `json:"means"`
	// Accuracy marks a share of right answers: precision, recall and F1 are the same figure.
	Accuracy bool `json:"accuracy,omitempty"`
	// Macro asks for the mean of the texts' own F1 too, in which a short text counts as much as a long one.
	Macro bool `json:"macro,omitempty"`
}

// Sheet is what one system did on one text: a tally for every measure, in their order, and the pairs (noted, found)
// of a table of confusions.
type Sheet struct {
	Tallies   []Tally
	Confusion [][2]string
}

// System is a reader under measurement.
type System[T any] struct {
	Name  string
	Sheet func(T) Sheet
}

// Figure is a share from 0 to 1 with the interval that holds 95 % of the resamples.
type Figure struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Score is one measure of one system. Found and Noted are what was divided by: findings, notes or characters.
type Score struct {
	Measure   string  `json:"measure"`
	Precision Figure  `json:"precision"`
	Recall    Figure  `json:"recall"`
	F1        Figure  `json:"f1"`
	Found     float64 `json:"found"`
	Noted     float64 `json:"noted"`
	// MacroF1 is the mean of the F1 of each text that has anything to find or was found in; zero unless it is asked for.
	MacroF1 Figure `json:"macro_f1,omitzero"`
}

// Line is one system with its scores, in the order of the measures.
type Line struct {
	System string  `json:"system"`
	Scores []Score `json:"scores"`
	// Confusion counts what was found (inner key) for what was noted (outer key).
	Confusion map[string]map[string]int `json:"confusion"`
}

// Result is a measurement.
type Result struct {
	Kind      string    `json:"kind"`
	Half      string    `json:"half"`
	Documents int       `json:"documents"`
	Samples   int       `json:"samples"`
	Seed      uint64    `json:"seed"`
	Measures  []Measure `json:"measures"`
	Systems   []Line    `json:"systems"`
	Worst     []Misses  `json:"worst"`
}

// The bootstrap: samples of as many texts as there are, drawn with replacement. The seed is fixed, so that the same
// texts give the same intervals, and every system is drawn alike.
const (
	samples = 1000
	seed    = 20310305
)

// Run scores systems on texts. It calls said after each text with how many are done; said may be nil. It stops between
// two texts, with the context's error, when the context ends.
func Run[T any](ctx context.Context, kind string, measures []Measure, systems []System[T], texts []T, said func(done int)) (Result, error) {
	out := Result{Kind: kind, Documents: len(texts), Samples: samples, Seed: seed, Measures: measures,
		Systems: []Line{}, Worst: []Misses{}}
	sheets := make([][]Sheet, len(systems))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		for k, s := range systems {
			sheets[k] = append(sheets[k], s.Sheet(text))
		}
		if said != nil {
			said(i + 1)
		}
	}
	for k, s := range systems {
		line := Line{System: s.Name, Scores: make([]Score, len(measures)), Confusion: confusion(sheets[k])}
		for m := range measures {
			tallies := make([]Tally, len(texts))
			for i, sheet := range sheets[k] {
				tallies[i] = sheet.Tallies[m]
			}
			line.Scores[m] = score(measures[m].Name, tallies)
			if measures[m].Macro {
				line.Scores[m].MacroF1 = macro(tallies)
			}
		}
		out.Systems = append(out.Systems, line)
	}
	return out, nil
}

// score adds the tallies of all texts up (micro) and draws the samples.
func score(name string, tallies []Tally) Score {
	var sum Tally
	for _, t := range tallies {
		sum = sum.plus(t)
	}
	var drawn [3][]float64
	random := rand.New(rand.NewPCG(seed, seed))
	for range samples {
		var s Tally
		for range tallies {
			s = s.plus(tallies[random.IntN(len(tallies))])
		}
		for i, of := range s.of() {
			if of > 0 {
				drawn[i] = append(drawn[i], s.figures()[i])
			}
		}
	}
	var f [3]Figure
	for i, value := range sum.figures() {
		f[i] = figure(value, drawn[i])
	}
	return Score{Measure: name, Precision: f[0], Recall: f[1], F1: f[2], Found: sum.Found, Noted: sum.Noted}
}

// macro is the mean of the texts' own F1, with the samples that score draws. A text in which nothing was noted and
// nothing found is left out.
func macro(tallies []Tally) Figure {
	mean := func(pick func(i int) Tally) (float64, bool) {
		sum, n := 0.0, 0
		for i := range tallies {
			if t := pick(i); t.Found+t.Noted > 0 {
				sum, n = sum+t.figures()[2], n+1
			}
		}
		return share(sum, float64(n)), n > 0
	}
	value, _ := mean(func(i int) Tally { return tallies[i] })
	var drawn []float64
	random := rand.New(rand.NewPCG(seed, seed))
	for range samples {
		if m, ok := mean(func(int) Tally { return tallies[random.IntN(len(tallies))] }); ok {
			drawn = append(drawn, m)
		}
	}
	return figure(value, drawn)
}

// figure puts the interval that leaves out 2.5 % at each end round a value.
func figure(value float64, drawn []float64) Figure {
	if len(drawn) == 0 {
		return Figure{}
	}
	slices.Sort(drawn)
	return Figure{value, drawn[len(drawn)*25/1000], drawn[(len(drawn)*975+999)/1000-1]}
}

func confusion(sheets []Sheet) map[string]map[string]int {
	out := map[string]map[string]int{}
	for _, s := range sheets {
		for _, pair := range s.Confusion {
			if out[pair[0]] == nil {
				out[pair[0]] = map[string]int{}
			}
			out[pair[0]][pair[1]]++
		}
	}
	return out
}

package measure

import (
	"livebrief/internal/brief"
)

// Date is a time expression, in bytes of its text, with TIMEX3 type, value and mod.
type Date struct {
	brief.Span
	Type, Value, Mod string
}

// DatedText is a text with the times that people noted in it.
type DatedText struct {
	Text
	Noted []Date
	// Second is what a second person noted; HasSecond says whether one did.
	Second    []Date
	HasSecond bool
}

// DateMeasures are those of TempEval-3 (UzZaman et al., SemEval 2013, task 1).
var DateMeasures = []Measure{
	{Name: "strict", Means: "the span is the same, byte for byte"},
	{Name: "relaxed", Means: "the spans overlap; each note and each finding counts once"},
	{Name: "value", Means: "the spans overlap and the TIMEX3 values are the same"},
	{Name: "type", Means: "the spans overlap and the TIMEX3 types are the same"},
}

// DateSystems are the program's reading, its dates counted from the anchor (news, narrative), and the rivals that this build has.
func DateSystems(anchor string) []System[DatedText] {
	systems := []System[DatedText]{dateSystem("livebrief", func(t Text) []Date { return readDates(t, anchor) })}
	systems = append(systems, heavyDateRivals()...)
	return append(systems, dateSystem("when", newWhen().dates))
}

// SecondDates is the second person, scored against the first like a reader.
func SecondDates() System[DatedText] {
	return System[DatedText]{"second person", func(d DatedText) Sheet { return d.sheet(d.Second) }}
}

func dateSystem(name string, read func(Text) []Date) System[DatedText] {
	return System[DatedText]{name, func(d DatedText) Sheet { return d.sheet(read(d.Text)) }}
}

func readDates(t Text, anchor string) []Date {
	var out []Date
	for _, d := range t.read(anchor).Dates {
		out = append(out, Date{d.Span, d.Type, d.Value, d.Mod})
	}
	return out
}

// sheet scores findings. What stands in the date line is left out for everybody.
func (d DatedText) sheet(found []Date) Sheet {
	noted, found := d.scored(d.Noted), d.scored(found)
	pairs := pairDates(noted, found)
	var strict, value, kind int
	out := Sheet{}
	for _, p := range pairs {
		n, f := noted[p.note], found[p.found]
		strict += one(n.Span == f.Span)
		value += one(n.Value == f.Value)
		kind += one(n.Type == f.Type)
		out.Confusion = append(out.Confusion, [2]string{n.Type, f.Type})
	}
	for _, right := range []int{strict, len(pairs), value, kind} {
		out.Tallies = append(out.Tallies, count(right, len(found), len(noted)))
	}
	return out
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (d DatedText) scored(dates []Date) []Date {
	var out []Date
	for _, x := range dates {
		if overlap(x.Span, d.Dateline) == 0 {
			out = append(out, x)
		}
	}
	return out
}

// pairDates pairs what overlaps: the same span first, then what shares the most bytes. Values have no say in it.
func pairDates(noted, found []Date) []pair {
	var may []candidate
	for i, n := range noted {
		for j, f := range found {
			if shared := overlap(n.Span, f.Span); shared > 0 {
				may = append(may, candidate{pair{i, j}, one(n.Span == f.Span), shared})
			}
		}
	}
	return oneToOne(len(noted), len(found), may)
}

// overlap is how many bytes two spans share.
func overlap(a, b brief.Span) int {
	return max(0, min(a.End, b.End)-max(a.Start, b.Start))
}

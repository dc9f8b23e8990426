package chart

import (
	"math"

	"livebrief/internal/brief"
)

// field is the plot of a chart through time, in steps, with a scale of numbers from below to above.
type field struct {
	left, top, right, bottom int
	low, high                float64
	marks                    []float64 // round numbers, the first is low, the last is high
}

// scaled gives a field its scale.
func (f *field) scaled(low, high float64) {
	f.marks = ticks(low, high, 5)
	f.low, f.high = f.marks[0], f.marks[len(f.marks)-1]
}

// y is where a number stands.
func (f *field) y(value float64) int {
	return f.top + int(math.Round((f.high-value)/(f.high-f.low)*float64(f.bottom-f.top)))
}

// rules draws the unit and a line for each round number.
func (f *field) rules(p pen, unitText string, number func(float64) string) {
	if unitText != "" {
		p.text(letters{hue: noHue, x: edge, y: f.top - 20, text: unitText})
	}
	for _, m := range f.marks {
		y, class := f.y(m), "m-line"
		if m == 0 {
			class = "m-zero"
		}
		p.path(class, noHue, false, []spot{{f.left, y}, {f.right, y}})
		p.text(letters{hue: noHue, x: f.left - 12, y: y + 7, anchor: "end", text: number(m)})
	}
}

// widestMark is how wide the widest number beside the field is.
func (f *field) widestMark(number func(float64) string) int {
	n := 0
	for _, m := range f.marks {
		n = max(n, wide(number(m)))
	}
	return n
}

// slots are columns of a time axis that are equally wide, one for each day, month or year.
type slots struct {
	form     int // length of the dates: of years, months or days
	from, to int // numbers of the first and the last
	left     int // where they begin, in steps
	width    int // of all of them
}

// slotOf counts years, months or days, whichever a date is known to.
func slotOf(d brief.Date) (n int, ok bool) {
	day, ok := dayNumber(d.First())
	if !ok {
		return 0, false
	}
	year := int(d[0]-'0')*1000 + int(d[1]-'0')*100 + int(d[2]-'0')*10 + int(d[3]-'0')
	switch len(d) {
	case formYear:
		return year, true
	case formMonth:
		return year*12 + int(d[5]-'0')*10 + int(d[6]-'0') - 1, true
	}
	return day, true
}

// The lengths of dates.
const formYear, formMonth = 4, 7

func (s slots) count() int { return s.to - s.from + 1 }

// at is where a slot begins.
func (s slots) at(n int) int { return s.left + (n-s.from)*s.width/s.count() }

// column is the width of what is drawn in a slot, the same in each.
func (s slots) column() int { return max(1, s.width/s.count()*5/6) }

// middle is the middle of what is drawn in a slot.
func (s slots) middle(n int) int { return s.at(n) + s.width/s.count()/2 }

// named are the dates that the axis names: as many as find room, at January where months are named by the year.
func (s slots) named(day func(brief.Date) string) []brief.Date {
	if s.form > formMonth {
		return turns(s.from, s.to)
	}
	var out []brief.Date
	steps := []int{1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200}
	if s.form == formYear {
		steps = []int{1, 2, 5, 10, 20, 50, 100}
	}
	for _, step := range steps {
		out = nil
		widest := 0
		for n := (s.from + step - 1) / step * step; n <= s.to; n += step {
			d := s.date(n)
			out, widest = append(out, d), max(widest, wide(day(d)))
		}
		if (widest+letterWide)*s.count() <= step*s.width {
			break
		}
	}
	if len(out) == 0 {
		return []brief.Date{s.date(s.from)}
	}
	return out
}

// date is the date of a slot of years or months.
func (s slots) date(n int) brief.Date {
	digits := func(n, long int) string {
		out := make([]byte, long)
		for i := long - 1; i >= 0; i, n = i-1, n/10 {
			out[i] = byte('0' + n%10)
		}
		return string(out)
	}
	if s.form == formYear {
		return brief.Date(digits(n, 4))
	}
	return brief.Date(digits(n/12, 4) + "-" + digits(n%12+1, 2))
}

// dates writes dates below the field, each in the middle of its slot, and leaves out those that would meet.
func dates(p pen, of []brief.Date, at func(brief.Date) int, day func(brief.Date) string, bottom, width int) {
	last := math.MinInt
	for _, d := range of {
		x, text := at(d), day(d)
		half := wide(text) / 2
		middle := min(max(x, half), width-half)
		p.path("m-zero", noHue, false, []spot{{x, bottom}, {x, bottom + 8}})
		if middle-half < last+letterWide {
			continue
		}
		last = middle + half
		p.text(letters{hue: noHue, x: middle, y: bottom + 32, anchor: "middle", text: text})
	}
}

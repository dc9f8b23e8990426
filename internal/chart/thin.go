package chart

// thin leaves out points that make no difference in the drawing.
func thin(line []spot) []spot {
	var out []spot
	for _, s := range line {
		if n := len(out); n > 0 && out[n-1] == s {
			continue
		}
		for n := len(out); n > 1 && between(out[n-2], out[n-1], s); n = len(out) {
			out = out[:n-1]
		}
		out = append(out, s)
	}
	return out
}

// coarse leaves out numbers of a series, in the order of time, that has more of them than the field has pixels. Of each stretch of time
// it keeps the first, the last, the extremes and those with a mark. Stretches are a pixel wide; up to four where the line would still
// have more corners than there are pixels.
func (p *plot) coarse(values []Value, step bool) []Value {
	pixels := (p.right - p.left) / unit
	if len(values) <= pixels {
		return values
	}
	out := values
	for wide := 1; wide <= 4 && len(p.line(out, step)) > pixels; wide++ {
		out = nil
		for from := 0; from < len(values); {
			to := from + 1
			for to < len(values) && p.stretch(values[to], wide) == p.stretch(values[from], wide) {
				to++
			}
			out = append(out, extremes(values[from:to])...)
			from = to
		}
	}
	return out
}

// line gives the corners of a line through numbers, as steps or not.
func (p *plot) line(values []Value, step bool) []spot {
	var out []spot
	for i, v := range values {
		day, _ := dayNumber(v.On)
		if step && i > 0 {
			out = append(out, p.at(day, values[i-1].At))
		}
		out = append(out, p.at(day, v.At))
	}
	if step {
		out = append(out, p.at(p.to, values[len(values)-1].At))
	}
	return thin(out)
}

// stretch numbers the stretches of so many pixels.
func (p *plot) stretch(v Value, wide int) int {
	day, _ := dayNumber(v.On)
	return (p.at(day, 0).x - p.left) / (wide * unit)
}

// extremes keeps the first and the last of some numbers, the least and the greatest, and those with a mark.
func extremes(values []Value) []Value {
	keep := make([]bool, len(values))
	var least, greatest, low, high int
	for i, v := range values {
		keep[i] = v.Mark
		if v.At < values[least].At {
			least = i
		}
		if v.At > values[greatest].At {
			greatest = i
		}
		if v.Low < values[low].Low || !known(values[low].Low) {
			low = i
		}
		if v.High > values[high].High || !known(values[high].High) {
			high = i
		}
	}
	for _, i := range []int{0, len(values) - 1, least, greatest} {
		keep[i] = true
	}
	keep[low] = keep[low] || known(values[low].Low)
	keep[high] = keep[high] || known(values[high].High)
	var out []Value
	for i, v := range values {
		if keep[i] {
			out = append(out, v)
		}
	}
	return out
}

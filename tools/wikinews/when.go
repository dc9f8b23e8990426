package main

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// timex is one line of a .when file.
type timex struct {
	span
	line             int
	kind, value, mod string
}

var (
	whenLine = regexp.MustCompile(`^(\d+): (.+) = (\S+) (\S+)(?: (\S+))?$`)
	mods     = set("BEFORE AFTER ON_OR_BEFORE ON_OR_AFTER LESS_THAN MORE_THAN EQUAL_OR_LESS EQUAL_OR_MORE START MID END APPROX")

	day    = `(?:\d{4}|XXXX)-(?:\d\d|XX)-(?:\d\d|XX)|(?:\d{4}|XXXX)-W(?:\d\d|XX)-(?:[1-7]|WE)`
	date   = day + `|\d\d|\d{3}|(?:\d{4}|XXXX)(?:-(?:\d\d|XX|W\d\d|WXX|Q[1-4X]|H[12X]|SP|SU|FA|WI))?|(?:PAST|PRESENT|FUTURE)_REF`
	clock  = `T(?:\d\d(?::\d\d(?::\d\d)?)?|MO|MI|AF|EV|NI|DT)(?:Z|[+-]\d\d(?::\d\d)?)?`
	length = `P(?:(?:\d+(?:\.\d+)?|X)(?:Y|M|W|D|Q|DE|CE|WE))*(?:T(?:(?:\d+(?:\.\d+)?|X)[HMS])+)?`
	values = map[string]*regexp.Regexp{
		"DATE":     whole(date),
		"TIME":     whole(`(?:` + day + `)` + clock + `|` + clock),
		"DURATION": whole(length),
		"SET":      whole(date + `|` + length + `|(?:` + day + `)` + clock),
	}
)

func whole(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + pattern + `)$`) }

// readWhen reads a .when file about a page: lines "SENTENCE: WORDS = TYPE VALUE [MOD]", or the one word "none".
func readWhen(p page, file string) ([]timex, faults) {
	var out []timex
	var f faults
	none := 0
	for i, line := range strings.Split(file, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line == "none":
			none = i + 1
		default:
			if t, ok := readTimex(p, line, i+1, &f); ok {
				out = append(out, t)
			}
		}
	}
	if none > 0 && len(out) > 0 {
		f.add(none, "\"none\" and times cannot both be; strike one")
	}
	if none == 0 && len(out) == 0 && len(f) == 0 {
		f.add(1, "there is nothing; write \"none\" if the text has no time expression")
	}
	slices.SortStableFunc(out, func(a, b timex) int { return cmp.Compare(a.start, b.start) })
	for i := 1; i < len(out); i++ {
		if out[i].start < out[i-1].end {
			f.add(out[i].line, "%q overlaps %q of line %d; note the longer one only", p.cut(out[i].span), p.cut(out[i-1].span), out[i-1].line)
		}
	}
	return out, f
}

func readTimex(p page, line string, n int, f *faults) (timex, bool) {
	m := whenLine.FindStringSubmatch(line)
	if m == nil {
		f.add(n, "write it as \"3: last Monday = DATE 2031-03-03\", a mod like APPROX behind it where there is one")
		return timex{}, false
	}
	sentence, _ := strconv.Atoi(m[1])
	s, err := p.find(m[2], sentence)
	if err != nil {
		f.add(n, "%v", err)
		return timex{}, false
	}
	t := timex{span: s, line: n, kind: m[3], value: m[4], mod: m[5]}
	switch pattern := values[t.kind]; {
	case pattern == nil:
		f.add(n, "%q is no type; there are DATE, TIME, DURATION and SET", t.kind)
	case !pattern.MatchString(t.value) || t.value == "P":
		f.add(n, "%q is no value of a %s; see docs/annotation.md", t.value, t.kind)
	case t.mod != "" && !mods[t.mod]:
		f.add(n, "%q is no mod; see docs/annotation.md", t.mod)
	}
	return t, true
}

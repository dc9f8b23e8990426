package territory

import (
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// DateRule says where the day of a map is found and how it is written there.
type DateRule struct {
	// Property is the attribute that has it; empty for the name of the file.
	Property string `json:"property,omitempty"`
	// Pattern is how it is written: letters as they stand, * for anything, and {YYYY} {YY} {MM} {DD} {hh} {mm} {ss}
	// for parts of it, or {unix} for the seconds since 1970.
	Pattern string `json:"pattern"`
	// Zone is the offset from UTC in which {unix} is turned into a day, as +02:00; UTC when it is left out.
	Zone string `json:"zone,omitempty"`
}

// dateParts are the placeholders of a pattern with their number of digits.
var dateParts = map[string]int{"YYYY": 4, "YY": 2, "MM": 2, "DD": 2, "hh": 2, "mm": 2, "ss": 2, "unix": 0}

// maxDated is the length of a text in which a day is looked for.
const maxDated = 1000

// patternStep is a letter, a star or a placeholder.
type patternStep struct {
	letter byte
	part   string
}

// anything is the part of a star; maxUnixDigits keeps seconds within the years of four digits.
const (
	anything      = "*"
	maxUnixDigits = 11
)

// steps takes a pattern apart; nil when a brace is not as it should be.
func (d *DateRule) steps() []patternStep {
	var steps []patternStep
	for i := 0; i < len(d.Pattern); i++ {
		switch c := d.Pattern[i]; c {
		case '*':
			steps = append(steps, patternStep{part: anything})
		case '{':
			name, _, closed := strings.Cut(d.Pattern[i+1:], "}")
			if _, known := dateParts[name]; !closed || !known {
				return nil
			}
			steps = append(steps, patternStep{part: name})
			i += len(name) + 1
		default:
			steps = append(steps, patternStep{letter: c})
		}
	}
	return steps
}

// check refuses a pattern that gives no day or two.
func (d *DateRule) check() error {
	const do = "write a pattern like map_{YYYY}{MM}{DD}.geojson"
	steps, count := d.steps(), map[string]int{}
	if steps == nil || len(d.Pattern) > maxDated {
		return complaint{fmt.Sprintf("date.pattern %q cannot be read", clip(d.Pattern)), do}
	}
	for _, s := range steps {
		if count[s.part]++; s.part != "" && s.part != anything && count[s.part] > 1 {
			return complaint{fmt.Sprintf("date.pattern has {%s} twice", s.part), "write * for the second"}
		}
	}
	day := count["YYYY"]+count["YY"] == 1 && count["MM"]*count["DD"] == 1
	parts := count["YYYY"] + count["YY"] + count["MM"] + count["DD"] + count["hh"] + count["mm"] + count["ss"]
	switch {
	case count["unix"] == 1 && parts > 0 || count["unix"] == 0 && !day:
		return complaint{fmt.Sprintf("date.pattern %q does not give one day", clip(d.Pattern)), do}
	case count["hh"] != count["mm"] || count["ss"] > count["mm"]:
		return complaint{fmt.Sprintf("date.pattern %q gives half a time of day", clip(d.Pattern)), "write {hh} and {mm}"}
	}
	if _, err := d.zone(); err != nil {
		return complaint{fmt.Sprintf("date.zone is %q", clip(d.Zone)), "write an offset like +02:00"}
	}
	return nil
}

func (d *DateRule) zone() (*time.Location, error) {
	if d.Zone == "" {
		return time.UTC, nil
	}
	t, err := time.Parse("-07:00", d.Zone)
	if err != nil {
		return nil, err
	}
	_, offset := t.Zone()
	return time.FixedZone(d.Zone, offset), nil
}

// moment is a day and, where the source gives one, a time of day as 15:04:05.
type moment struct {
	day   brief.Date
	clock string
}

// read finds the moment in a text that is written like the pattern.
func (d *DateRule) read(text string) (moment, bool) {
	if len(text) > maxDated {
		return moment{}, false
	}
	found, ok := match(d.steps(), text)
	if !ok {
		return moment{}, false
	}
	if seconds, is := found["unix"]; is {
		zone, err := d.zone()
		n, bad := strconv.ParseInt(seconds, 10, 64)
		at := time.Unix(n, 0).In(zone)
		if err != nil || bad != nil {
			return moment{}, false
		}
		return moment{brief.DateOf(at), at.Format(time.TimeOnly)}, true
	}
	year := found["YYYY"]
	if year == "" {
		year = "20" + found["YY"]
	}
	m := moment{day: brief.Date(year + "-" + found["MM"] + "-" + found["DD"])}
	if hour, is := found["hh"]; is {
		m.clock = hour + ":" + found["mm"] + ":" + (found["ss"] + "00")[:2]
		if _, err := time.Parse(time.TimeOnly, m.clock); err != nil {
			return moment{}, false
		}
	}
	return m, m.day.Day()
}

// match holds a text against the steps of a pattern. A star takes as little as it can; only the last one met is tried
// again, which is enough because everything between stars has one length at one place.
func match(steps []patternStep, text string) (map[string]string, bool) {
	found := map[string]string{}
	s, i, star, from := 0, 0, -1, 0
	for s < len(steps) || i < len(text) {
		if s < len(steps) && steps[s].part == anything {
			star, from = s, i
			s++
			continue
		}
		if s < len(steps) {
			if n := steps[s].takes(text[i:]); n > 0 {
				if steps[s].part != "" {
					found[steps[s].part] = text[i : i+n]
				}
				s, i = s+1, i+n
				continue
			}
		}
		if star < 0 || from >= len(text) {
			return nil, false
		}
		from++
		s, i = star+1, from
	}
	return found, true
}

// takes gives how many bytes the step takes at the head of a text; 0 when it does not fit.
func (s patternStep) takes(text string) int {
	if s.part == "" {
		if text != "" && text[0] == s.letter {
			return 1
		}
		return 0
	}
	digits, _ := leadingDigits([]byte(text))
	want := dateParts[s.part]
	switch {
	case s.part == "unix" && len(digits) > maxUnixDigits:
		return 0
	case s.part == "unix":
		return len(digits)
	case len(digits) < want:
		return 0
	}
	return want
}

// of finds the moment of a file.
func (d *DateRule) of(name string, file File) (moment, error) {
	if d.Property == "" {
		base := path.Base(strings.ReplaceAll(name, `\`, "/"))
		m, ok := d.read(base)
		if !ok {
			return m, complaint{fmt.Sprintf("the name of the file does not give a day as %s", clip(d.Pattern)), "rename it, or change date.pattern in the mapping"}
		}
		return m, nil
	}
	var last moment
	first := 0
	for _, f := range file.Features {
		text, has := f.Properties[d.Property]
		if !has {
			continue
		}
		m, ok := d.read(strings.TrimSpace(text))
		switch {
		case !ok:
			return m, complaint{fmt.Sprintf("feature %d has %q for %s, which is no day as %s", f.Index, clip(text), clip(d.Property), clip(d.Pattern)),
				"correct it, or change date.pattern in the mapping"}
		case first == 0:
			last, first = m, f.Index
		case m.day != last.day:
			return m, complaint{fmt.Sprintf("feature %d is of %s and feature %d of %s", first, last.day, f.Index, m.day), "split the file: a map is of one day"}
		case m.clock > last.clock:
			last = m
		}
	}
	if first == 0 {
		return last, complaint{fmt.Sprintf("no feature has the property %s that gives the day", clip(d.Property)), "change date.property in the mapping"}
	}
	return last, nil
}

package measure

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// standoff is a file of notes in brat's form (https://brat.nlplab.org/standoff.html): T lines are spans, E lines what
// hangs together, A lines attributes, # lines notes. Relations, values of events and equivalences are passed over.
type standoff struct {
	spans  map[string]labelled
	order  []string
	events []event
	// values are attributes and notes: by what they are about, then by name.
	values map[string]map[string]string
}

// labelled is a T line with its span in pieces, in bytes.
type labelled struct {
	label  string
	pieces []brief.Span
}

// event is an E line: its id and the ids of the spans that hang on it, the first being its trigger.
type event struct {
	id   string
	args []string
}

// readStandoff reads notes about a text. Offsets are characters and come out as bytes. What does not fit the text (an
// offset beyond it, words that do not stand there) is refused as brief.Invalid, with the line.
func readStandoff(t Text, name string, raw []byte) (standoff, error) {
	out := standoff{spans: map[string]labelled{}, values: map[string]map[string]string{}}
	if len(raw) > maxBody {
		return out, brief.Invalid(name+" is longer than 4 MB", "score shorter texts")
	}
	if !utf8.Valid(raw) {
		return out, brief.Invalid(name+" is not UTF-8", "convert it")
	}
	at := characters(t.Body)
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(string(raw), "\ufeff")) {
		n++
		if line = strings.TrimRight(line, "\r\n"); strings.TrimSpace(line) == "" {
			continue
		}
		if fault := out.take(t.Body, at, line); fault != "" {
			return out, brief.Invalid(fmt.Sprintf("%s, line %d: %s", name, n, fault), "mend that line, or make the notes again")
		}
	}
	return out, nil
}

// characters gives the byte at which each character begins, and the end of the text.
func characters(text string) []int {
	at := make([]int, 0, len(text)+1)
	for i := range text {
		at = append(at, i)
	}
	return append(at, len(text))
}

// take reads one line and says what is wrong with it, nothing when it is right.
func (s *standoff) take(text string, at []int, line string) string {
	id, rest, _ := strings.Cut(line, "\t")
	head, tail, _ := strings.Cut(rest, "\t")
	words := strings.Fields(head)
	switch (id + " ")[0] {
	case 'T':
		return s.span(text, at, id, head, tail)
	case 'E':
		e := event{id: id}
		for _, w := range words {
			_, of, ok := strings.Cut(w, ":")
			if _, known := s.spans[of]; !ok || !known {
				return fmt.Sprintf("%q names no span that stands above", w)
			}
			e.args = append(e.args, of)
		}
		if len(e.args) == 0 {
			return "an event without spans"
		}
		s.events = append(s.events, e)
	case 'A', 'M':
		if len(words) != 3 {
			return "an attribute is a name, what it is about, and a value"
		}
		s.value(words[1], words[0], words[2])
	case '#':
		if len(words) != 2 {
			return "a note is a name, what it is about, and its words"
		}
		s.value(words[1], words[0], strings.TrimSpace(tail))
	case '*', 'R', 'N':
	default:
		return fmt.Sprintf("%q is no id of the standoff form", id)
	}
	return ""
}

// span reads a T line: its label, its pieces "12 15;20 31", and its words, which are held against the text.
func (s *standoff) span(text string, at []int, id, head, words string) string {
	label, where, ok := strings.Cut(head, " ")
	if !ok || label == "" || s.spans[id].label != "" {
		return fmt.Sprintf("%s is no span with a label and offsets, or stands twice", id)
	}
	l := labelled{label: label}
	var there []string
	for piece := range strings.SplitSeq(where, ";") {
		from, to, _ := strings.Cut(strings.TrimSpace(piece), " ")
		start, err := strconv.Atoi(from)
		end, err2 := strconv.Atoi(to)
		if err != nil || err2 != nil || start < 0 || end <= start {
			return fmt.Sprintf("%q is no pair of offsets, the smaller first", piece)
		}
		if end >= len(at) {
			return fmt.Sprintf("%s ends at character %d and the text has %d", id, end, len(at)-1)
		}
		sp := brief.Span{Start: at[start], End: at[end]}
		l.pieces = append(l.pieces, sp)
		there = append(there, sp.Of(text))
	}
	if got, want := strings.Fields(strings.Join(there, " ")), strings.Fields(words); strings.Join(got, " ") != strings.Join(want, " ") {
		return fmt.Sprintf("%s says %q and the text there %q; offsets count characters, a byte order mark and both marks of a line's end too",
			id, strings.Join(want, " "), strings.Join(got, " "))
	}
	s.spans[id] = l
	s.order = append(s.order, id)
	return ""
}

func (s *standoff) value(of, name, value string) {
	if s.values[of] == nil {
		s.values[of] = map[string]string{}
	}
	s.values[of][name] = value
}

// Dates reads time expressions: the label is the TIMEX3 type, the note Value the value, the attribute Mod the mod.
func (t Text) Dates(name string, raw []byte) ([]Date, error) {
	s, err := readStandoff(t, name, raw)
	if err != nil {
		return nil, err
	}
	out := []Date{}
	for _, id := range s.order {
		l, v := s.spans[id], s.values[id]
		out = append(out, Date{Span: brief.Span{Start: l.pieces[0].Start, End: l.pieces[len(l.pieces)-1].End},
			Type: l.label, Value: v["Value"], Mod: v["Mod"]})
	}
	return out, nil
}

// Statements reads statements: an event for each, with spans labelled Source, Cue and Content (several of a label are
// pieces of one), the attributes Speech and Kind and the notes Name and Role. A span in no event is refused.
func (t Text) Statements(name string, raw []byte) ([]Statement, error) {
	s, err := readStandoff(t, name, raw)
	if err != nil {
		return nil, err
	}
	out, used := []Statement{}, map[string]bool{}
	for _, e := range s.events {
		v := s.values[e.id]
		st := Statement{Speech: v["Speech"], Kind: v["Kind"], Name: v["Name"], Role: v["Role"]}
		for _, id := range e.args {
			used[id] = true
			switch l := s.spans[id]; l.label {
			case "Source":
				st.Source = append(st.Source, l.pieces...)
			case "Cue":
				st.Cue = append(st.Cue, l.pieces...)
			case "Content":
				st.Content = append(st.Content, l.pieces...)
			}
		}
		if len(st.Cue) == 0 && len(st.Content) == 0 {
			return nil, brief.Invalid(name+": "+e.id+" has neither cue nor content", "label one of its spans Cue or Content")
		}
		out = append(out, st)
	}
	for _, id := range s.order {
		if !used[id] {
			return nil, brief.Invalid(name+": "+id+" belongs to no statement", "write an event line that names it")
		}
	}
	return out, nil
}

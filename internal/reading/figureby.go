package reading

import (
	"sort"
	"strings"

	"livebrief/internal/brief"
)

// countedBy gives each figure the one who counts: the speaker in whose words it stands, of statements within each other
// the innermost; or else whoever counted it in its sentence.
func (d *document) countedBy(figures []brief.ReadFigure, statements []brief.ReadStatement) {
	type said struct {
		brief.Span
		who string
	}
	var all []said
	for _, st := range statements {
		who := either(st.Speaker.Name != "", st.Speaker.Name, st.Speaker.Role)
		for _, c := range st.Content {
			all = append(all, said{c.Span, who})
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		return all[i].Start < all[j].Start || all[i].Start == all[j].Start && all[i].End > all[j].End
	})
	var around []said
	for n := range figures {
		x := &figures[n]
		for len(all) > 0 && all[0].Start <= x.Start {
			around = append(around, all[0])
			all = all[1:]
		}
		for len(around) > 0 && around[len(around)-1].End < x.End {
			around = around[:len(around)-1]
		}
		if len(around) > 0 {
			x.By = around[len(around)-1].who
		}
	}
	d.tallied(figures)
}

// tallyVerbs have as their subject somebody who counts.
var tallyVerbs = set("counted recorded registered tallied documented logged confirmed counts records registers confirms documents")

// tallyMost is how many words the name of somebody who counts may have.
const tallyMost = 7

// tallied finds who counted, where no statement tells: Harbor Watch counted 40 dead; the ministry put the number at 40.
func (d *document) tallied(figures []brief.ReadFigure) {
	n := 0
	for _, p := range d.paras {
		if !p.searched() {
			continue
		}
		for _, s := range p.sentences {
			from := n
			for n < len(figures) && figures[n].Start < s.End {
				n++
			}
			if from == n {
				continue
			}
			who, at := d.tallier(brief.Span{Start: s.Start, End: figures[n-1].Start})
			if who == "" {
				who = d.accordingTo(s)
			}
			for k := from; who != "" && k < n; k++ {
				if figures[k].By == "" && figures[k].Start >= at {
					figures[k].By = who
				}
			}
		}
	}
}

// accordingTo is the source that a sentence names by "according to", at its beginning or its end, without its article.
func (d *document) accordingTo(s brief.Span) string {
	t := s.Of(d.text)
	at := s.Start + len(sourceWords)
	if !strings.EqualFold(head(t, len(sourceWords)), sourceWords) {
		n := strings.LastIndex(t, ", "+sourceWords)
		if n < 0 {
			return ""
		}
		at += n + len(", ")
	}
	f := tokens(d.text, brief.Span{Start: at, End: at + len(head(d.text[at:s.End], tallyWindow))}, nil)
	from := 0
	if determiners[low(f, 0)] {
		from = 1
	}
	to := from
	for to < len(f) && f[to].kind == word && to <= from+tallyMost {
		to++
	}
	if to == from || to < len(f) && f[to].low != "," && f[to].low != "." {
		return ""
	}
	return brief.Span{Start: f[from].Start, End: f[to-1].End}.Of(d.text)
}

// sourceWords name a source behind them.
const sourceWords = "according to "

// tallyWindow is how much of a sentence, in bytes, is asked who counts.
const tallyWindow = 400

// tallier is the subject with which a sentence begins if its verb is one of counting, and where that verb stands.
func (d *document) tallier(s brief.Span) (who string, at int) {
	s.End = s.Start + len(head(s.Of(d.text), tallyWindow))
	f := tokens(d.text, s, nil)
	from := 0
	if low(f, 0) == "the" || low(f, 0) == "a" || low(f, 0) == "an" {
		from = 1
	}
	for k := from; k < len(f) && k <= from+tallyMost; k++ {
		t := f[k]
		if t.kind != word {
			return "", 0
		}
		at := k
		for at > from && (auxiliaries[f[at-1].low] || english.grammar.have[f[at-1].low]) && f[at-1].low != "was" {
			at--
		}
		puts := (t.low == "put" || t.low == "puts") && (low(f, k+1) == "the" || low(f, k+1) == "its")
		if (tallyVerbs[t.low] || puts) && at > from && !passives[low(f, k-1)] {
			name := brief.Span{Start: f[from].Start, End: f[at-1].End}
			return strings.TrimSpace(name.Of(d.text)), t.Start
		}
		if pronouns[t.low] || unitOf(t) != "" || days[t.low] > 0 || months[t.low] > 0 && t.upper {
			return "", 0
		}
	}
	return "", 0
}

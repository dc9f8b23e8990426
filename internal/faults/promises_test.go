package faults

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"livebrief/internal/brief"
	"livebrief/internal/store"
)

// act is one thing that the desk is asked to publish. Its mark stands in the entry that it becomes and in no other.
type act struct {
	key, mark, path, ifMatch string
	body                     []byte
}

// kept is an act that the desk acknowledged, with the entry that it named.
type kept struct {
	act
	seq  brief.Seq
	item brief.ItemID
	rev  int
}

// promises are what the desk was asked and what it acknowledged, as its clients saw it.
type promises struct {
	mu   sync.Mutex
	open []act
	kept []kept
	// refused is what the desk would not do although it should.
	refused []string
	// more gets a word after every acknowledgement.
	more chan struct{}
}

func newPromises() *promises { return &promises{more: make(chan struct{}, 1)} }

// ask sends an act and notes what came back. It reports whether it was acknowledged.
func (p *promises) ask(c *caller, a act) (kept, bool) {
	p.mu.Lock()
	p.open = append(p.open, a)
	p.mu.Unlock()
	return p.again(c, a)
}

// again sends an act that has been asked before.
func (p *promises) again(c *caller, a act) (kept, bool) {
	k, err := send(c, a)
	if err == nil {
		p.keep(k)
		return k, true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if said, answered := errors.AsType[refusal](err); answered {
		p.refused = append(p.refused, a.mark+": "+said.Error())
	}
	return k, false
}

// keep notes an acknowledgement.
func (p *promises) keep(k kept) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = slices.DeleteFunc(p.open, func(o act) bool { return o.key == k.key })
	p.kept = append(p.kept, k)
	select {
	case p.more <- struct{}{}:
	default:
	}
}

func send(c *caller, a act) (kept, error) {
	var answer struct {
		Entry struct {
			Seq  brief.Seq    `json:"seq"`
			Item brief.ItemID `json:"item"`
			Rev  int          `json:"rev"`
		} `json:"entry"`
	}
	err := c.do("POST", a.path, a.key, a.ifMatch, a.body, &answer)
	return kept{a, answer.Entry.Seq, answer.Entry.Item, answer.Entry.Rev}, err
}

// count gives how many acts were acknowledged so far.
func (p *promises) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.kept)
}

// first gives the first n acknowledged acts.
func (p *promises) first(n int) []kept {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.kept[:n])
}

// unanswered gives the acts whose fate the clients do not know.
func (p *promises) unanswered() []act {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.open)
}

// rewind forgets what happened after the first n acknowledgements: the power failed before it.
func (p *promises) rewind(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open, p.kept = nil, p.kept[:n]
}

// verdict is what a campaign found.
type verdict struct {
	acknowledged, entries int
	// lost are acknowledged acts that are not where they were said to be; twice those that stand in the record more
	// than once; broken is everything else that is not as it should be.
	lost, twice, broken []string
}

// sound tells whether nothing was found.
func (v *verdict) sound() bool { return len(v.lost)+len(v.twice)+len(v.broken) == 0 }

// String says what was found, the first few of each.
func (v *verdict) String() string {
	few := func(list []string) string { return strings.Join(list[:min(len(list), 5)], "; ") }
	return fmt.Sprintf("%d acknowledged, %d entries, %d lost (%s), %d twice (%s), %d broken (%s)", v.acknowledged, v.entries,
		len(v.lost), few(v.lost), len(v.twice), few(v.twice), len(v.broken), few(v.broken))
}

func (v *verdict) add(other *verdict) {
	v.acknowledged, v.entries = max(v.acknowledged, other.acknowledged), max(v.entries, other.entries)
	v.lost, v.twice, v.broken = append(v.lost, other.lost...), append(v.twice, other.twice...), append(v.broken, other.broken...)
}

// breaks notes an error that should not have come.
func (v *verdict) breaks(doing string, err error) {
	if err != nil {
		v.broken = append(v.broken, doing+": "+err.Error())
	}
}

var markForm = regexp.MustCompile(`mark[0-9]{4}[a-z][0-9]{4}`)

// audit reads the record of a stopped program and holds it to the promises.
func audit(data string, promised []kept) (*verdict, error) {
	return auditStore(filepath.Join(data, "livebrief.db"), promised)
}

// auditStore reads the record in the store at an address and holds it to the promises.
func auditStore(address string, promised []kept) (*verdict, error) {
	v := &verdict{acknowledged: len(promised)}
	ctx := context.Background()
	st, err := store.Open(ctx, address, store.Options{})
	if err != nil {
		return v, err
	}
	defer st.Close()
	rows, err := st.Briefings(ctx)
	if err != nil || len(rows) == 0 {
		if len(promised) > 0 {
			v.lost = append(v.lost, "the whole briefing")
		}
		return v, err
	}
	entries, err := st.Entries(ctx, rows[0].ID, 1, rows[0].Seq)
	if err != nil {
		return v, err
	}
	v.entries = len(entries)
	if brief.Seq(len(entries)) != rows[0].Seq {
		v.broken = append(v.broken, fmt.Sprintf("the record says it has %d entries and has %d", rows[0].Seq, len(entries)))
	}
	places := map[string][]brief.Seq{}
	for i, e := range entries {
		if e.Entry.Seq != brief.Seq(i+1) {
			v.broken = append(v.broken, fmt.Sprintf("entry %d stands at %d", e.Entry.Seq, i+1))
		}
		for _, mark := range markForm.FindAllString(string(e.Body), 1) {
			places[mark] = append(places[mark], e.Entry.Seq)
		}
	}
	for mark, at := range places {
		if len(at) > 1 {
			v.twice = append(v.twice, fmt.Sprintf("%s at %d", mark, at))
		}
	}
	for _, k := range promised {
		if at := places[k.mark]; len(at) == 0 || k.seq != 0 && at[0] != k.seq {
			v.lost = append(v.lost, fmt.Sprintf("%s, acknowledged at %d, is at %d", k.mark, k.seq, at))
		}
	}
	return v, nil
}

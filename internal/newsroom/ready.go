package newsroom

import (
	"context"
	"fmt"
)

// ready tells whether this server can do its work, and in words how it fares. Whoever reaches the desk's listener may ask:
// nothing is named. A briefing that is held is readable, so it is told and does not make the server unready.
func (r *Room) ready(ctx context.Context) (words []string, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, scrape)
	defer cancel()
	ok = true
	unless := func(well bool, yes, no string) {
		if ok = ok && well; !well {
			yes = no
		}
		if yes != "" {
			words = append(words, yes)
		}
	}
	err := r.store.Ping(ctx)
	unless(err == nil, "the database answers", "the database does not answer")
	behind := 0
	for _, s := range r.press.all() {
		if s.behind.Load() {
			behind++
		}
	}
	unless(behind == 0, "pages are up to date with the record", fmt.Sprintf("the pages of %s lag behind the record", briefingsOf(behind)))
	if held := len(r.guard.reasons()); held > 0 {
		words = append(words, briefingsOf(held)+" held: readers are served, nothing is published; the desk says why")
	}
	unless(r.writes(), "", "another server on this database writes; this one stands by, and serves readers")
	unless(!r.closing.Load(), "", "the server is being restarted")
	return words, ok
}

func briefingsOf(n int) string {
	if n == 1 {
		return "1 briefing"
	}
	return fmt.Sprintf("%d briefings", n)
}

// all gives every briefing on the press, in the order in which they were made.
func (p *press) all() []*stand {
	p.mu.RLock()
	defer p.mu.RUnlock()
	list := make([]*stand, 0, len(p.order))
	for _, id := range p.order {
		list = append(list, p.stands[id])
	}
	return list
}

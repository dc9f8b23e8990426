package web

import (
	"context"
	"fmt"
	"slices"

	"livebrief/internal/brief"
)

func (o *office) List(_ context.Context, id brief.BriefingID, name brief.ListName) (brief.DeskList, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if l, ok := o.lists[name]; ok {
		return l, nil
	}
	return brief.DeskList{Briefing: id, Name: name}, nil
}

func (o *office) SaveList(_ context.Context, l brief.DeskList, verb string) (brief.DeskList, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.lists[l.Name].Rev != l.Rev {
		return l, brief.Conflict("somebody else changed the list", "look at it")
	}
	l.Rev, l.At = l.Rev+1, o.clock
	o.lists[l.Name] = l
	o.audit = append(o.audit, brief.Audit{At: o.clock, Person: l.Person, Name: "The " + string(l.Person), Verb: verb,
		Object: fmt.Sprintf("%s, revision %d", l.Name, l.Rev), Brief: l.Briefing})
	return l, nil
}

func (o *office) AuditOf(_ context.Context, id brief.BriefingID, verb string, _ int) ([]brief.Audit, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []brief.Audit
	for _, a := range slices.Backward(o.audit) {
		if a.Brief == id && a.Verb == verb {
			list = append(list, a)
		}
	}
	return list, nil
}

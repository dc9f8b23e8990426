package record

import (
	"encoding/json"
	"fmt"

	"livebrief/internal/brief"
)

// Declared is a declaration and the entry that carries it.
type Declared struct {
	Declaration
	Seq brief.Seq
}

// Succession follows which key signs a record: the declaration in the first entry, and the key entries behind it. The
// zero value stands before entry 1. A record whose first entry declares nothing is signed by a key that only the outside
// can vouch for, until an entry declares one.
type Succession struct{ declared []Declared }

// Add takes the next entry. An entry that declares a key against the rules is an error.
func (s *Succession) Add(p *brief.Published) error {
	declares := p.Entry.Kind == brief.EntryKey
	if !declares && p.Entry.Seq != 1 {
		return nil
	}
	var body brief.KeyDeclared
	if text := p.Text(); text != nil {
		if err := json.Unmarshal(text, &body); err != nil {
			return wrong(&p.Entry, "declares a key in a form that cannot be read")
		}
	}
	if body.Declaration == "" {
		if declares {
			return wrong(&p.Entry, "says that a key changed, and not which")
		}
		return nil
	}
	d, err := OpenDeclaration([]byte(body.Declaration))
	if err != nil {
		return fmt.Errorf("entry %d: %w", p.Entry.Seq, err)
	}
	if misfit := s.misfit(d, declares); misfit != "" {
		return wrong(&p.Entry, "declares a key, and "+misfit)
	}
	s.declared = append(s.declared, Declared{*d, p.Entry.Seq})
	return nil
}

// misfit says why a declaration cannot stand behind the ones before it, "" when it can.
func (s *Succession) misfit(d *Declaration, later bool) string {
	if later == (d.Reason == FirstKey) {
		return fmt.Sprintf("its reason %s does not fit its place", d.Reason)
	}
	was, known := s.Current()
	if !known {
		if later && d.Reason != RenewedKey {
			// Nobody has said yet which root answers for the record, so the key itself has to.
			return "the key before has not signed it"
		}
		return ""
	}
	switch {
	case d.Origin != was.Origin:
		return "it is that of another record"
	case d.Root != was.Root:
		return fmt.Sprintf("its root is another than that of entry %d", was.Seq)
	case d.Before != was.Key:
		return fmt.Sprintf("it does not take over from the key of entry %d", was.Seq)
	case d.Number != was.Number+1:
		return fmt.Sprintf("its number is %d, where %d is due", d.Number, was.Number+1)
	}
	return ""
}

// Current gives the newest declaration.
func (s *Succession) Current() (Declared, bool) {
	if len(s.declared) == 0 {
		return Declared{}, false
	}
	return s.declared[len(s.declared)-1], true
}

// List gives every declaration, oldest first.
func (s *Succession) List() []Declared { return s.declared }

// Declare puts the declaration of the first key into the body of a record's first entry.
func Declare(body json.RawMessage, declaration []byte) (json.RawMessage, error) {
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, notJSON(err)
	}
	text, err := Canonical(string(declaration))
	if err != nil {
		return nil, err
	}
	fields["declaration"] = text
	return Canonical(fields)
}

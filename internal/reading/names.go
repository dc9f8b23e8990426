package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// registered writes speakers as the register does. A last name that the text gives to several people stays as it is.
func (d *document) registered(statements []brief.ReadStatement) {
	for i := range statements {
		who := &statements[i].Speaker
		if who.Name == "" || d.shared(who.Name) {
			continue
		}
		known, ok := d.register.Find(who.Name)
		if !ok {
			continue
		}
		who.Name = known.Name
		if who.Role == "" {
			who.Role = known.Role
		}
	}
}

// shared tells whether a name is a last name that the text may give to several people: it does, or it was read by rules
// that do not keep the people whom a text names.
func (d *document) shared(name string) bool {
	return !strings.Contains(name, " ") && (d.people == nil || len(d.people.byLast[d.people.key(name)]) > 1)
}

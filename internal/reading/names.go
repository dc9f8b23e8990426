package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// registered writes speakers as the register does. A last name that the text gives to several people stays as it is.
func (d *document) registered(statements []brief.ReadStatement) {
	for i := range statements {
		who := &statements[i].Speaker
		if who.Name == "" || !strings.Contains(who.Name, " ") && len(d.people.byLast[d.people.key(who.Name)]) > 1 {
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

package statement

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"livebrief/internal/brief"
)

// CheckSpeaker holds a speaker to the rules one-name and offices-apart. Owner gives the speaker to whom a name, as FoldName
// makes it, belongs. The error is a *Breach.
func CheckSpeaker(id brief.SpeakerID, s brief.Speaker, owner func(name string) (brief.SpeakerID, bool)) error {
	if strings.TrimSpace(s.Name) == "" {
		return refuse(WellFormed, "give the name as the briefing writes it", "the speaker has no name")
	}
	if s.MergedInto == id && id != "" {
		return refuse(Connected, "say whom else it is", "%s cannot be merged into itself", s.Name)
	}
	for _, name := range append([]string{s.Name}, s.Aliases...) {
		folded := FoldName(name)
		if folded == "" {
			return refuse(WellFormed, "take it out", "an alias of %s is empty", s.Name)
		}
		if other, ok := owner(folded); ok && other != id && s.MergedInto == "" {
			return refuse(OneName, "leave the name to that one, tell them apart by a longer name, or merge the two",
				"%q is a name of another speaker already (%s)", name, other)
		}
	}
	return checkRoles(s)
}

func checkRoles(s brief.Speaker) error {
	for i, r := range s.Roles {
		if r.Title == "" {
			return refuse(WellFormed, "name the office", "an office of %s has no title", s.Name)
		}
		if err := first(checkOptional("day of taking office", r.From), checkOptional("day of leaving office", r.To)); err != nil {
			return err
		}
		if r.From != "" && r.To != "" && r.To.Last() < r.From.First() {
			return refuse(WellFormed, "change the two round", "%s leaves the office of %s on %s, before taking it on %s", s.Name, r.Title, r.To, r.From)
		}
		for _, other := range s.Roles[:i] {
			if r.Side != "" && other.Side != "" && r.Side != other.Side && overlap(r, other) {
				return refuse(OfficesApart, "mend the dates, or the side",
					"%s would be %s (%s) and %s (%s) at once", s.Name, other.Title, other.Side, r.Title, r.Side)
			}
		}
	}
	return nil
}

// overlap tells whether two offices were held on one day for certain: a day on which one ends and the other begins does
// not count, nor what is known to the month or year only.
func overlap(a, b brief.SpeakerRole) bool {
	return before(a.From.Last(), b.To.First()) && before(b.From.Last(), a.To.First())
}

// before compares a beginning with an end; an unknown one is open.
func before(from, to brief.Date) bool { return from == "" || to == "" || from < to }

// heldOn tells whether an office may have been held on a day.
func heldOn(r brief.SpeakerRole, day brief.Date) bool {
	return (r.From == "" || r.From.First() <= day) && (r.To == "" || day <= r.To.Last())
}

// RoleOn gives the office that a speaker held on a day, if it was exactly one; the register never guesses between two.
func RoleOn(s brief.Speaker, day brief.Date) (brief.SpeakerRole, bool) {
	var found brief.SpeakerRole
	n := 0
	for _, r := range s.Roles {
		if heldOn(r, day) {
			found = r
			n++
		}
	}
	return found, n == 1
}

// FoldName brings a name into the form in which names are compared: without case, accents, marks and repeated blanks.
// Spellings of one name in different transliterations stay different; they are aliases.
func FoldName(name string) string {
	var b strings.Builder
	blank := false
	for _, r := range norm.NFD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(unicode.ToLower(r))
		case r == '\'' || r == '’' || r == 'ʼ' || r == '`':
		default:
			blank = true
		}
	}
	return b.String()
}

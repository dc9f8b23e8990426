package statement

import (
	"slices"

	"livebrief/internal/brief"
)

// Merge makes two speakers of the register one: into gets the names and offices of from, and from says whom it turned out to
// be. Statements keep the capacity in which they were made. It refuses where their offices cannot be one person's.
func Merge(from, into brief.Speaker, intoID brief.SpeakerID, note string) (gone, whole brief.Speaker, err error) {
	switch {
	case from.MergedInto != "" || into.MergedInto != "":
		return gone, whole, refuse(Connected, "merge those that stand", "one of the two was merged already")
	case from.Body != into.Body:
		return gone, whole, refuse(OfficesApart, "look whom you mean", "%s is a body and the other is a person", bodyOf(from, into))
	case note == "":
		return gone, whole, refuse(NothingLost, "say how it is known that they are one", "a merge needs a public note")
	}
	whole = into
	whole.Aliases = slices.Clone(into.Aliases)
	for _, name := range append([]string{from.Name}, from.Aliases...) {
		if !hasName(whole, name) {
			whole.Aliases = append(whole.Aliases, name)
		}
	}
	whole.Roles = slices.Clone(into.Roles)
	for _, r := range from.Roles {
		if !slices.Contains(whole.Roles, r) {
			whole.Roles = append(whole.Roles, r)
		}
	}
	if err := checkRoles(whole); err != nil {
		return gone, brief.Speaker{}, err
	}
	gone = from
	gone.MergedInto = intoID
	gone.Change = brief.StatementChange{Class: brief.Correct, What: "merge", Ref: string(intoID), Note: note}
	whole.Change = brief.StatementChange{Class: brief.Correct, What: "merge", Note: note}
	return gone, whole, nil
}

// Unmerge takes a merge back: whole loses the names and offices that came with gone, unless it had them before the
// merge. What was added since stays with whole.
func Unmerge(gone, whole, before brief.Speaker, note string) (apart, rest brief.Speaker, err error) {
	if gone.MergedInto == "" {
		return apart, rest, refuse(Connected, "there is nothing to take back", "%s was not merged", gone.Name)
	}
	if note == "" {
		return apart, rest, refuse(NothingLost, "say how it is known that they are two", "taking a merge back needs a public note")
	}
	rest = whole
	rest.Aliases = slices.DeleteFunc(slices.Clone(whole.Aliases), func(name string) bool { return hasName(gone, name) && !hasName(before, name) })
	rest.Roles = slices.DeleteFunc(slices.Clone(whole.Roles), func(r brief.SpeakerRole) bool {
		return slices.Contains(gone.Roles, r) && !slices.Contains(before.Roles, r)
	})
	rest.Change = brief.StatementChange{Class: brief.Correct, What: "unmerge", Note: note}
	apart = gone
	apart.MergedInto = ""
	apart.Change = brief.StatementChange{Class: brief.Correct, What: "unmerge", Ref: string(gone.MergedInto), Note: note}
	return apart, rest, nil
}

func bodyOf(a, b brief.Speaker) string {
	if a.Body {
		return a.Name
	}
	return b.Name
}

func hasName(s brief.Speaker, name string) bool {
	folded := FoldName(name)
	return FoldName(s.Name) == folded || slices.ContainsFunc(s.Aliases, func(a string) bool { return FoldName(a) == folded })
}

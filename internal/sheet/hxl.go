package sheet

import (
	"regexp"
	"strings"
)

// Tag is an HXL hashtag: a name and what narrows it. #affected+f+children is affected with f and children.
type Tag struct {
	Name       string
	Attributes []string
}

// tagPattern is a tagspec of HXL 1.1 ("Syntax of a tagspec"): a hash, a letter, then letters, digits and underscores; each
// attribute the same behind a plus, with blanks round it.
var tagPattern = regexp.MustCompile(`^#[A-Za-z][A-Za-z0-9_]*(\s*\+\s*[A-Za-z][A-Za-z0-9_]*)*$`)

// ParseTag reads a hashtag as HXL 1.1 has it, in lower case; blanks round it and round its plus signs are passed over. It is not
// ok for anything else, and then the tag is empty.
func ParseTag(text string) (tag Tag, ok bool) {
	if text = strings.TrimSpace(text); !tagPattern.MatchString(text) {
		return Tag{}, false
	}
	parts := strings.Split(strings.ToLower(text[1:]), "+")
	for i, part := range parts {
		parts[i] = strings.TrimSpace(part)
	}
	tag.Name = parts[0]
	if len(parts) > 1 {
		tag.Attributes = parts[1:]
	}
	return tag, true
}

// Has tells whether the tag has the attribute, in whatever case it is asked for; attributes have no order.
func (t Tag) Has(attr string) bool {
	for _, a := range t.Attributes {
		if strings.EqualFold(a, attr) {
			return true
		}
	}
	return false
}

// String gives the tag as HXL writes it, #tag+attr+attr; nothing for the empty tag.
func (t Tag) String() string {
	if t.Name == "" {
		return ""
	}
	return strings.Join(append([]string{"#" + t.Name}, t.Attributes...), "+")
}

// hxlRow gives the hashtags of a row, one for each of the columns; nil when it is no such row: when no cell holds anything, any
// holds something else, or one stands beyond the header.
func hxlRow(cells []string, columns int) []string {
	if len(cells) > columns {
		return nil
	}
	tags, found := make([]string, columns), false
	for i, cell := range cells {
		if strings.TrimSpace(cell) == "" {
			continue
		}
		tag, ok := ParseTag(cell)
		if !ok {
			return nil
		}
		tags[i], found = tag.String(), true
	}
	if !found {
		return nil
	}
	return tags
}

package series

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// textField is a text of a template, with its name in JSON.
type textField struct {
	name string
	at   *string
}

// texts lists the texts of a template. Those of its worth come last, in pairs of currency and value.
func (t *Template) texts() []textField {
	list := []textField{
		{"id", &t.ID}, {"title", &t.Title}, {"counted", &t.Counted}, {"unit", &t.Unit}, {"actor", &t.Actor}, {"recipient", &t.Recipient},
		{"place", &t.Place}, {"place_code", &t.PlaceCode}, {"place_system", &t.PlaceSystem}, {"category", &t.Category}, {"measure", &t.Measure},
		{"valuation", &t.Valuation}, {"method", &t.Method}, {"value", &t.Value}, {"low", &t.Low}, {"high", &t.High}, {"qualifier", &t.Qualifier},
		{"from", &t.From}, {"to", &t.To}, {"known", &t.Known}, {"published", &t.Published}, {"basis", &t.Basis}, {"by", &t.By}, {"label", &t.Label},
		{"locator", &t.Locator}, {"url", &t.URL}, {"outlet", &t.Outlet}, {"reason", &t.Reason}, {"row", &t.Row}, {"commitment", &t.Commitment},
		{"parent", &t.Parent}, {"event_title", &t.EventTitle}, {"form", &t.Form}, {"item", &t.Item}, {"count", &t.Count},
	}
	for i := range t.Worth {
		list = append(list, textField{"currency of worth", &t.Worth[i].Currency}, textField{"value of worth", &t.Worth[i].Value})
	}
	return list
}

// piece is a part of a text: letters as they are, or a column whose cell stands there.
type piece struct {
	letters string
	column  string
}

// cutText parts a text at its placeholders; ok is false where a brace is left open, or holds nothing.
func cutText(text string) (pieces []piece, ok bool) {
	var letters strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case strings.HasPrefix(text[i:], "{{"), strings.HasPrefix(text[i:], "}}"):
			letters.WriteByte(text[i])
			i++
		case text[i] == '}':
			return nil, false
		case text[i] == '{':
			column, _, closed := strings.Cut(text[i+1:], "}")
			if !closed || column == "" || strings.Contains(column, "{") {
				return nil, false
			}
			if letters.Len() > 0 {
				pieces = append(pieces, piece{letters: letters.String()})
				letters.Reset()
			}
			pieces = append(pieces, piece{column: column})
			i += len(column) + 1
		default:
			letters.WriteByte(text[i])
		}
	}
	if letters.Len() > 0 {
		pieces = append(pieces, piece{letters: letters.String()})
	}
	return pieces, true
}

// columnsIn lists the columns that a text names, in its order.
func columnsIn(text string) []string {
	var columns []string
	pieces, _ := cutText(text)
	for _, p := range pieces {
		if p.column != "" {
			columns = append(columns, p.column)
		}
	}
	return columns
}

// inBraces writes the placeholder of a column; empty for a name that has braces of its own, or none.
func inBraces(column string) string {
	if column == "" || strings.ContainsAny(column, "{}") {
		return ""
	}
	return "{" + column + "}"
}

// plainLetters are letters that no accent makes, by what they are in ASCII.
var plainLetters = strings.NewReplacer("ø", "o", "ł", "l", "đ", "d", "ð", "d", "ħ", "h", "ı", "i", "ß", "ss", "æ", "ae", "œ", "oe", "þ", "th", "’", "", "'", "")

// slug writes a text for an address: lower-case letters of ASCII and digits, anything else a hyphen, accents left out. The fault names what
// has no such form.
func slug(text string) (name, fault string) {
	var out strings.Builder
	gap := false
	for _, r := range norm.NFD.String(plainLetters.Replace(strings.ToLower(text))) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && out.Len() > 0 {
				out.WriteByte('-')
			}
			out.WriteRune(r)
			gap = false
		case r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			return "", fmt.Sprintf("%.40q cannot be part of the id of a series: give it a name of Latin letters under values", text)
		case !unicode.Is(unicode.Mn, r):
			gap = true
		}
	}
	if out.Len() == 0 {
		return "", fmt.Sprintf("%.40q leaves nothing for the id of a series", text)
	}
	return out.String(), ""
}

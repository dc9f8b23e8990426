package desk

import (
	"fmt"
	"html"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// Lengths in characters, and counts.
const (
	maxHeadline = 300
	maxText     = 20000
	maxNote     = 2000
	maxLine     = 600
	maxShort    = 200
	maxURL      = 2000
	maxQuote    = 1000

	maxReferences = 50
	maxImages     = 20
	maxSeeAlso    = 20
	maxIDs        = 100
)

// checkText refuses text that cannot be kept or shown as it is: not UTF-8, too long, control characters, or marks
// that turn the direction of what stands around them. Only texts of several lines may hold line breaks.
func checkText(what, text string, most int, lines bool) error {
	if !utf8.ValidString(text) {
		return brief.Invalid("the "+what+" is not valid UTF-8", "save it as UTF-8 and hand it in again")
	}
	if n := utf8.RuneCountInString(text); n > most {
		return brief.Invalid(fmt.Sprintf("the %s has %d characters", what, n), fmt.Sprintf("use at most %d", most))
	}
	for _, r := range text {
		if lines && (r == '\n' || r == '\t') {
			continue
		}
		if unsayable(r) {
			return brief.Invalid(fmt.Sprintf("the %s holds the character %U, which cannot be shown", what, r), "take it out")
		}
	}
	return nil
}

func unsayable(r rune) bool {
	switch {
	case unicode.IsControl(r), r == '\u2028', r == '\u2029', r == '\ufeff':
		return true
	case r >= '\u202a' && r <= '\u202e': // embeddings and overrides of direction; the marks U+200E and U+200F are fine
		return true
	case r&0xfffe == 0xfffe: // not characters
		return true
	}
	return false
}

// required is checkText for a text that must not be blank.
func required(what, text string, most int, lines bool) error {
	if strings.TrimSpace(text) == "" {
		return brief.Invalid("there is no "+what, "write one")
	}
	return checkText(what, text, most, lines)
}

// checkAddress takes an absolute http or https address with a host.
func checkAddress(what, address string) error {
	if len(address) > maxURL {
		return brief.Invalid(fmt.Sprintf("the %s has %d characters", what, len(address)), fmt.Sprintf("use at most %d", maxURL))
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || strings.ContainsFunc(address, unicode.IsSpace) {
		return brief.Invalid(fmt.Sprintf("the %s %.80q is not an address on the web", what, address), "give it whole, with https://")
	}
	return nil
}

// checkLinks looks at the address of every Markdown link of a text: http, https and mailto only.
func checkLinks(what, text string) error {
	for rest := text; ; {
		at := strings.Index(rest, "](")
		if at < 0 {
			return nil
		}
		escaped := (at-len(strings.TrimRight(rest[:at], `\`)))%2 == 1
		rest = rest[at+2:]
		if escaped {
			continue
		}
		target := linkTarget(rest)
		u, err := url.Parse(target)
		if err != nil {
			return brief.Invalid(fmt.Sprintf("the %s links to %.80q, which is not an address", what, target), "mend the link")
		}
		switch strings.ToLower(u.Scheme) {
		case "http", "https", "mailto":
		default:
			return brief.Invalid(fmt.Sprintf("the %s links to %.80q", what, target),
				"begin the address with https://, http:// or mailto:, or write the words without a link")
		}
	}
}

// linkTarget cuts the address of a link out of what follows "](", with entities and escapes undone as a page does.
func linkTarget(rest string) string {
	rest = strings.TrimLeft(rest, " \t\n")
	if inner, ok := strings.CutPrefix(rest, "<"); ok {
		target, _, _ := strings.Cut(inner, ">")
		return html.UnescapeString(target)
	}
	end, depth := 0, 0
	for end < len(rest) {
		c := rest[end]
		if c == '\\' && end+1 < len(rest) {
			end += 2
			continue
		}
		if c == '(' {
			depth++
		}
		if c == ')' {
			if depth == 0 {
				break
			}
			depth--
		}
		if c == ' ' || c == '\t' || c == '\n' {
			break
		}
		end++
	}
	return html.UnescapeString(strings.ReplaceAll(rest[:end], `\`, ""))
}

// checkDate takes YYYY-MM-DD.
func checkDate(what, date string) error {
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return brief.Invalid(fmt.Sprintf("the %s %.40q is not a date", what, date), "write it as YYYY-MM-DD")
	}
	return nil
}

// checkCount bounds a list.
func checkCount(what string, n, most int) error {
	if n > most {
		return brief.Invalid(fmt.Sprintf("there are %d %s", n, what), fmt.Sprintf("use at most %d", most))
	}
	return nil
}

// first gives the first error of a list.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

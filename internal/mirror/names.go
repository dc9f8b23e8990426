package mirror

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// plainPath tells whether a path can be one of a copy: parts of ASCII letters, digits, '-', '_' and '.', parted by
// slashes. None begins or ends with a dot, so no path leads out of the copy, hides, or changes its name on another disk.
func plainPath(path string) bool {
	if len(path) > 255 {
		return false
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "" || part[0] == '.' || part[len(part)-1] == '.' {
			return false
		}
		for _, c := range []byte(part) {
			if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.') {
				return false
			}
		}
	}
	return true
}

// oddName says what is wrong with a name that no copy has.
func oddName(path string) string {
	switch {
	case strings.HasPrefix(path, "/") || strings.Contains(path, `\`) || strings.Contains(path, ":"):
		return "its path leads out of the copy"
	case hasPart(path, ".."):
		return "its path leads out of the copy"
	}
	for i, c := range path {
		if c > '~' || c < ' ' {
			return fmt.Sprintf("its name holds %+q at byte %d and only looks like one of the copy's", c, i)
		}
	}
	return "no copy has a file of such a name"
}

func hasPart(path, want string) bool {
	for part := range strings.SplitSeq(path, "/") {
		if part == want {
			return true
		}
	}
	return false
}

// plainBase64 tells whether a text is base 64 in its one spelling: padded, and no spare bit set.
func plainBase64(text string) bool {
	raw, err := base64.StdEncoding.DecodeString(text)
	return err == nil && base64.StdEncoding.EncodeToString(raw) == text
}

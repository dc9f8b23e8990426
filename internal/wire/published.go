package wire

import (
	"encoding/json"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// publishedMeta are the meta names and properties by which outlets date an article, most exact first.
var publishedMeta = []string{"article:published_time", "datepublished", "og:published_time", "dc.date.issued",
	"dcterms.issued", "dcterms.created", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish_date",
	"dc.date", "dcterms.date", "date"}

// publishedIn finds when a page says it was published. It takes what the outlet declares to machines and never
// guesses from the text or the address: a wrong date would resolve every "on Monday" of the report wrongly.
func publishedIn(doc *html.Node) time.Time {
	meta := map[string]time.Time{}
	var structured, marked time.Time
	stamps := map[time.Time]bool{}
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Meta:
			noteMeta(meta, n)
		case atom.Script:
			if structured.IsZero() && strings.EqualFold(attr(n, "type"), "application/ld+json") {
				structured = structuredDate(textOf(n))
			}
		case atom.Time:
			t, ok := parseTime(attr(n, "datetime"))
			if !ok {
				continue
			}
			stamps[t] = true
			if marked.IsZero() && (hasAttr(n, "pubdate") || strings.EqualFold(attr(n, "itemprop"), "datePublished")) {
				marked = t
			}
		}
	}
	for _, name := range publishedMeta {
		if t, ok := meta[name]; ok {
			return t
		}
	}
	if !structured.IsZero() {
		return structured
	}
	if marked.IsZero() && len(stamps) == 1 {
		for t := range stamps {
			return t
		}
	}
	return marked
}

func noteMeta(meta map[string]time.Time, n *html.Node) {
	for _, key := range []string{"property", "name", "itemprop"} {
		name := strings.ToLower(attr(n, key))
		if _, known := meta[name]; name == "" || known {
			continue
		}
		if t, ok := parseTime(attr(n, "content")); ok {
			meta[name] = t
		}
	}
}

// structuredDate finds the first datePublished in JSON-LD, outermost first. Three levels hold every form in use.
func structuredDate(text string) time.Time {
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		return time.Time{}
	}
	level := []any{v}
	for range 4 {
		var next []any
		for _, v := range level {
			switch v := v.(type) {
			case []any:
				next = append(next, v...)
			case map[string]any:
				if s, ok := v["datePublished"].(string); ok {
					if t, ok := parseTime(s); ok {
						return t
					}
				}
				if graph, ok := v["@graph"]; ok {
					next = append(next, graph)
				}
			}
		}
		level = next
	}
	return time.Time{}
}

var timeLayouts = []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05",
	"2006-01-02T15:04", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z0700", "2006-01-02 15:04:05", "2006-01-02 15:04",
	time.DateOnly, time.RFC1123Z, time.RFC1123, "20060102T150405Z0700", "20060102"}

// parseTime reads the forms of date that machines write, in UTC; a time without a zone is taken as UTC.
func parseTime(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if len(s) > 64 {
		return time.Time{}, false
	}
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return plausible(t)
		}
	}
	return time.Time{}, false
}

// plausible drops years in which nothing was published on the web, and those that JSON cannot carry.
func plausible(t time.Time) (time.Time, bool) {
	t = t.UTC().Truncate(time.Millisecond)
	if t.Year() < 1970 || t.Year() > 2200 || t.Unix() <= 0 {
		return time.Time{}, false
	}
	return t, true
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

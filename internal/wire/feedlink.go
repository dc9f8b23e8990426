package wire

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// FeedLink finds the feed that a page offers, as an absolute address, empty when it offers none. Of several it
// takes the first that is not for comments.
func FeedLink(raw []byte, contentType, address string) string {
	base, err := url.Parse(address)
	if err != nil {
		return ""
	}
	media, label := splitType(contentType)
	if label == "" {
		label = labelInside(raw, media)
	}
	d, err := toUTF8(raw, label)
	if err != nil {
		return ""
	}
	z := html.NewTokenizer(strings.NewReader(d.text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			if tok.Data == "body" {
				return ""
			}
			if link := feedLink(tok); link != "" {
				if found := webAddress(base, link); found != "" {
					return found
				}
			}
		}
	}
}

func feedLink(tok html.Token) string {
	if tok.Data != "link" {
		return ""
	}
	a := map[string]string{}
	for _, at := range tok.Attr {
		a[at.Key] = at.Val
	}
	media, _, _ := strings.Cut(strings.ToLower(a["type"]), ";")
	switch strings.TrimSpace(media) {
	case "application/rss+xml", "application/atom+xml", "application/feed+json":
	default:
		return ""
	}
	if !strings.Contains(" "+strings.ToLower(a["rel"])+" ", " alternate ") || strings.Contains(strings.ToLower(a["title"]+a["href"]), "comments") {
		return ""
	}
	return a["href"]
}

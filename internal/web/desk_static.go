package web

import (
	"crypto/sha256"
	_ "embed" // for the stylesheet
	"encoding/hex"
	"net/http"
	"strings"

	"livebrief/internal/page"
)

//go:embed assets/desk.css
var deskStyle []byte

// styleName is the name of the desk's stylesheet with its hash, so that it never changes.
func styleName() string {
	sum := sha256.Sum256(deskStyle)
	return "desk." + hex.EncodeToString(sum[:4]) + ".css"
}

// deskStatic serves the desk's stylesheet, and the readers' one for previews.
func (s *deskServer) deskStatic(c *call) error {
	file := c.path("file")
	body, contentType, ok := page.Asset(file)
	if file == s.style {
		body, contentType, ok = deskStyle, "text/css; charset=utf-8", true
	}
	if !ok || strings.Count(file, ".") != 2 {
		return noSuchDeskPage()
	}
	newAnswer(http.StatusOK, contentType, "", body).send(c.w, c.r, lifeStatic)
	return nil
}

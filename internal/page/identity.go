package page

import (
	"encoding/base64"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"livebrief/internal/brief"
)

// The paper of the two schemes, as in assets/live.css; an identity's colour is measured against them.
const (
	paperLight = "#fbfaf7"
	paperDark  = "#121417"
)

// leastContrast is that of WCAG 2.2 AA for text.
const leastContrast = 4.5

// maxLogo is the most bytes that a logo's image may have.
const maxLogo = 16 << 10

// WriteIdentityCSS writes the style sheet that carries a newsroom's colours and logo, empty when it set none. A colour
// that is hard to read on the page's paper colours the bar at the top but no text; what is not a colour is left out.
func WriteIdentityCSS(w io.Writer, b brief.Briefing) error {
	var out strings.Builder
	light := colours(b.Identity.Colour, paperLight)
	dark := colours(b.Identity.ColourDark, paperDark)
	if dark == "" {
		dark = colours(b.Identity.Colour, paperDark)
	}
	if light != "" {
		out.WriteString(":root{" + light + "}\n")
	}
	if dark != "" {
		out.WriteString("@media (prefers-color-scheme:dark){:root{" + ink + dark + "}}\n")
	}
	if logo := logoData(b.Identity.Logo); logo != "" {
		out.WriteString(`.logo{display:block;background-image:url("` + logo + `")}` + "\n")
	}
	if _, err := io.WriteString(w, out.String()); err != nil {
		return fmt.Errorf("writing the identity's style sheet: %w", err)
	}
	return nil
}

// ink takes back the light scheme's text colour where the dark one sets none of its own.
const ink = "--brand-ink:var(--ink);"

func colours(colour, paper string) string {
	ratio, ok := contrast(colour, paper)
	if !ok {
		return ""
	}
	css := "--brand:" + strings.ToLower(colour) + ";"
	if ratio >= leastContrast {
		css += "--brand-ink:" + strings.ToLower(colour) + ";"
	}
	return css
}

// contrast gives the ratio of two #rrggbb colours by WCAG 2.2, from 1 to 21.
func contrast(a, b string) (ratio float64, ok bool) {
	la, okA := luminance(a)
	lb, okB := luminance(b)
	if !okA || !okB {
		return 0, false
	}
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05), true
}

func luminance(colour string) (float64, bool) {
	if len(colour) != 7 || colour[0] != '#' {
		return 0, false
	}
	rgb, err := strconv.ParseUint(colour[1:], 16, 32)
	if err != nil {
		return 0, false
	}
	linear := func(shift uint) float64 {
		c := float64(rgb>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(16) + 0.7152*linear(8) + 0.0722*linear(0), true
}

// logoData gives a data: address that can stand between the quotes of a style sheet: an image of a kind browsers draw
// without running anything, base64 through and through.
func logoData(raw string) string {
	kind, data, ok := strings.Cut(raw, ";base64,")
	if !ok || kind != "data:image/png" && kind != "data:image/jpeg" && kind != "data:image/svg+xml" {
		return ""
	}
	body, err := base64.StdEncoding.Strict().DecodeString(data)
	if err != nil || len(body) > maxLogo || strings.ContainsAny(data, "\r\n") {
		return ""
	}
	return kind + ";base64," + data
}

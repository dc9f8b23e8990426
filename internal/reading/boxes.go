package reading

import (
	"strings"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// The rules of boxes. A heading right above a box, and a short line between two lines of one, belong to it.
const (
	ruleBoxHeading = "promo-heading"
	ruleBoxInside  = "promo-inside"
)

// boxKind sorts what an outlet says about itself to the reader.
type boxKind uint8

const (
	noBox boxKind = iota
	promoBox
	newsletterBox
	cookieBox
	shareBox
)

var boxRules = [...]string{noBox: "", promoBox: "promo-words", newsletterBox: "newsletter-box", cookieBox: "cookie-note", shareBox: "share-bar"}

// boxSure is the weight that makes a box. A phrase that names the outlet as "us" has it by itself; the others need
// company, since they also stand in news about others.
const boxSure = 3

// says packs a kind of box and a weight into what a phrase says.
func says(k boxKind, weight int) int { return int(k)<<4 | weight }

var boxWords = wordings(map[int]string{
	says(promoBox, 3): `follow us on | join our telegram | our telegram channel | our whatsapp channel | our youtube channel |
		download our app | support our journalism | support our work | follow our live | read our live | join us on | become a member |
		all rights reserved | this article is free | please consider donating | make a donation today |
		подписывайтесь на наш | подписывайтесь на нас | підписуйтесь на наш | наш телеграм | folgen sie uns | abonnez-vous à notre`,
	says(promoBox, 2): `gives you the latest | brings you the latest | bringing you the latest | get the latest | click here | tap here |
		all of our coverage | read our full coverage | читайте нас в | стежте за нами`,
	says(promoBox, 1): `live briefing | live blog | latest developments | breaking news | our coverage | subscribe`,
	says(newsletterBox, 3): `subscribe to our | sign up for our | sign up to our | our newsletter | our daily newsletter | our free newsletter |
		our weekly newsletter | subscribe to the newsletter | subscribe to this newsletter | sign up for the newsletter | by signing up | by subscribing | enter your email | enter your e-mail |
		thank you for subscribing | thanks for signing up | please enter a valid | protected by recaptcha |
		you can unsubscribe | unsubscribe at any time | подпишитесь на рассылку | abonnieren sie unseren | unseren newsletter`,
	says(newsletterBox, 2): `straight to your inbox | delivered to your inbox | in your inbox | sign up | sign me up | subscribe now |
		your email | your email address | privacy policy applies | you agree to our | terms and conditions apply`,
	says(newsletterBox, 1): `newsletter | your inbox | email address | privacy policy | terms of service | terms of use`,
	says(cookieBox, 3): `we use cookies | we and our partners | cookie settings | cookie preferences | manage cookies | accept cookies | accept all cookies |
		this site uses cookies | this website uses cookies | our site uses cookies | our use of cookies | we value your privacy | manage your consent | consent preferences`,
	says(cookieBox, 2): "accept all | reject all | manage preferences | manage options | cookie policy | only necessary | your consent | i agree",
	says(cookieBox, 1): "cookies | got it | learn more",
	says(shareBox, 3):  "share this article | share this story | share this page | share on facebook | share on twitter | share on telegram | share on x",
})

// The words of share bars: what one does, where, and what may stand between.
var (
	shareActs     = set("share tweet print copy save bookmark comment comments repost pin email e-mail like поделиться поширити teilen")
	sharePlaces   = set("facebook twitter x telegram whatsapp linkedin reddit pinterest messenger viber vk tumblr flipboard instagram threads bluesky mastodon pocket")
	shareBetween  = set("on via to with this article story page post a friend link by and it for later | · • / , : ( ) -")
	shareMost     = 24 // tokens of one bar
	shortBoxLine  = 60 // bytes of a line that only company makes a box
	insideBoxLine = 140
)

// boxWeight tells how surely a paragraph is the outlet's talk about itself. What stands in quotation marks does not
// count: it may be somebody else's newsletter.
func boxWeight(t string, f []token) (boxKind, int) {
	if n := shareWeight(f); n > 0 {
		return shareBox, n
	}
	var sums [len(boxRules)]int
	for i := 0; i < len(f); {
		n, is := boxWords.longest(f, i)
		if n == 0 {
			i++
			continue
		}
		sums[is>>4] += is & 15
		i += n
	}
	kind, sum := noBox, 0
	for k, n := range sums {
		if sum += n; n > sums[kind] {
			kind = boxKind(k)
		}
	}
	if sum > 0 && sum >= boxSure && strings.ContainsAny(t, "\"“«„‘”»") {
		if bare := unquoted(t); len(bare) < len(t) {
			return boxWeight(bare, tokens(bare, brief.Span{End: len(bare)}, nil))
		}
	}
	return kind, sum
}

// shareWeight weighs a line that has nothing but the words of a share bar: two buttons make one, a single one needs
// company.
func shareWeight(f []token) int {
	if len(f) == 0 || len(f) > shareMost || !f[0].upper {
		return 0
	}
	buttons, words := 0, 0
	for i, t := range f {
		if t.kind == word {
			words++
		}
		switch {
		case shareActs[t.low] || sharePlaces[t.low]:
			buttons++
		case t.kind == number && i > 0 && allDigits(t.low):
		case !shareBetween[t.low]:
			return 0
		}
	}
	switch {
	case buttons >= 2:
		return boxSure
	case buttons == 1 && words <= 2:
		return boxSure - 1
	}
	return 0
}

// unquoted is t with what stands in quotation marks left out.
func unquoted(t string) string {
	var b strings.Builder
	at := 0
	for _, q := range quotes(t, brief.Span{End: len(t)}) {
		b.WriteString(t[at:q.outer.Start])
		at = q.outer.End
	}
	b.WriteString(t[at:])
	return b.String()
}

// joinBoxes makes boxes of lines that are only sure in company: neighbours that each talk to the reader a little, a
// short line between two lines of a box, and the heading right above one.
func joinBoxes(text string, out []brief.Paragraph, weights []boxed) {
	headBoxes(text, out, weights)
	for i := 0; i < len(out); {
		sum, k := 0, i
		for ; k < len(out) && weights[k].joins(text, out[k]); k++ {
			sum += weights[k].weight
		}
		if k > i+1 && sum >= boxSure {
			for n := i; n < k; n++ {
				if out[n].Kind != brief.ParaPromo {
					out[n].Kind, out[n].Rule = brief.ParaPromo, boxRules[weights[n].kind]
				}
			}
		}
		i = max(k, i+1)
	}
	for i := range out {
		if i > 0 && i+1 < len(out) && out[i].Kind == brief.ParaBody && out[i-1].Kind == brief.ParaPromo && out[i+1].Kind == brief.ParaPromo &&
			weights[i-1].kind == newsletterBox && weights[i+1].kind == newsletterBox && out[i].End-out[i].Start <= insideBoxLine {
			out[i].Kind, out[i].Rule = brief.ParaPromo, ruleBoxInside
		}
	}
	headBoxes(text, out, weights)
}

// headBoxes gives each heading right above a box the box's kind.
func headBoxes(text string, out []brief.Paragraph, weights []boxed) {
	for i := 0; i+1 < len(out); i++ {
		if out[i+1].Kind == brief.ParaPromo && weights[i+1].kind != shareBox && out[i+1].Rule != ruleBoxHeading && weights[i].weight < 2 {
			headBox(text, &out[i])
		}
	}
}

// boxed is what a paragraph weighs as a box.
type boxed struct {
	kind   boxKind
	weight int
	titled bool // is a bullet and a title
}

// joins tells whether a paragraph may be a line of a box: it is one already, or it is short, is no sentence, and talks
// to the reader.
func (b boxed) joins(text string, p brief.Paragraph) bool {
	if b.weight == 0 {
		return false
	}
	if p.Kind == brief.ParaPromo {
		return true
	}
	t := p.Of(text)
	return (p.Kind == brief.ParaBody || p.Kind == brief.ParaHeadline && p.Rule != ruleTitle) && len(t) <= shortBoxLine && !endsSentence(t)
}

// headBox gives the heading line right above a box that advertises the box's kind.
func headBox(text string, above *brief.Paragraph) {
	if above.Rule == ruleTitle || above.Kind != brief.ParaBody && above.Kind != brief.ParaHeadline && above.Kind != brief.ParaRelated {
		return
	}
	if above.Kind == brief.ParaRelated && !strings.HasPrefix(above.Rule, ruleRecurs) {
		return
	}
	if t := above.Of(text); heading(t) && utf8.RuneCountInString(t) <= 100 {
		above.Kind, above.Rule = brief.ParaPromo, ruleBoxHeading
	}
}

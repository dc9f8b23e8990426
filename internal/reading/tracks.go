package reading

import (
	"fmt"
	"strings"

	"livebrief/internal/brief"
)

// trackWords weigh the words that speak for each track of a briefing on a war. A word that two tracks share
// weighs little for both.
var trackWords = map[string]map[string]int{
	"world": weigh(map[int]string{
		3: "sanctions summit nato u.n. diplomats diplomatic un unsc eu ambassador negotiations ceasefire treaty veto",
		2: "talks foreign allies alliance embassy chancellor council resolution delegation envoy mediation",
		1: "president minister international leaders statement bilateral",
	}),
	"home": weigh(map[int]string{
		3: "mobilization mobilisation conscripts conscript conscription draft reservists deserters referendum referendums",
		2: "parliament duma election elections economy inflation law amendments protest protests protesters arrested court prison trial citizenship",
		1: "citizens police decree budget opposition exodus fled",
	}),
	"fighting": weigh(map[int]string{
		3: "offensive counteroffensive frontline front-line battlefield troops artillery brigade battalion assault shelling",
		2: "forces soldiers missiles missile drones drone attack attacks commander commanders strike strikes captured recaptured tanks trenches",
		1: "military army front fighting defended killed weapons",
	}),
	"civilians": weigh(map[int]string{
		3: "civilians civilian refugees evacuated evacuation humanitarian displaced shelter shelters",
		2: "wounded injured residents hospital hospitals apartment rescuers rescue children electricity blackout blackouts heating schools",
		1: "killed families homes people city village",
	}),
	"aid": weigh(map[int]string{
		3: "himars patriot howitzers leopard abrams deliveries",
		2: "aid assistance package packages supplies ammunition donors billion shipment shipments munitions",
		1: "weapons million tanks training systems support pentagon",
	}),
}

// trackOrder is the order in which tracks are compared, so that the same text always gets the same one.
var trackOrder = []string{"world", "home", "fighting", "civilians", "aid"}

// What makes a track sure: so many points, and so much more than the next one, in quarters.
const (
	trackLeast = 6
	trackMost  = 3 // how often one word counts
	trackShare = 5 // quarters of the second
)

func weigh(lists map[int]string) map[string]int {
	m := map[string]int{}
	for weight, words := range lists {
		for _, w := range strings.Fields(words) {
			m[w] = weight
		}
	}
	return m
}

// track tells to which track the report belongs by the words of its prose; empty when two come near each other.
func track(d *document) string {
	seen := map[string]int{}
	for _, p := range d.paras {
		if !p.searched() {
			continue
		}
		for _, t := range tokens(d.text, p.Span, nil) {
			if t.kind == word || t.kind == number {
				seen[t.low]++
			}
		}
	}
	best, second, name := 0, 0, ""
	for _, id := range trackOrder {
		sum := 0
		for w, weight := range trackWords[id] {
			sum += weight * min(seen[w], trackMost)
		}
		if sum > best {
			best, second, name = sum, best, id
		} else if sum > second {
			second = sum
		}
	}
	if best < trackLeast || best*4 < second*trackShare {
		return ""
	}
	return name
}

// warnings says in words what the reading could not do.
func warnings(out brief.Reading, d *document, unknown int) []string {
	w := out.Warnings
	english := out.Report.Language == "en" || strings.HasPrefix(strings.ToLower(out.Report.Language), "en-")
	switch {
	case blank(out.Report.Text):
		return append(w, "The text is empty; nothing was read.")
	case out.Report.Language == "":
		w = append(w, "The language could not be told; the rules for English were tried, so check every finding.")
	case slavicOf(out.Report.Language) != nil:
		w = append(w, fmt.Sprintf("The text is in %q: dates, figures, quotations with their speakers and plain reports were read; the finer rules are for English.", out.Report.Language))
	case !english:
		w = append(w, fmt.Sprintf("The text is in %q, for which there are no rules: its structure, full dates and quotations without a speaker were read.", out.Report.Language))
	}
	if out.Report.Published.IsZero() {
		w = append(w, "The report has no date of publication; years that it does not tell stay open. Say when it was published.")
	}
	if d.large > 0 {
		w = append(w, fmt.Sprintf("Paragraphs longer than %d bytes, which were read in pieces: %d. A quotation that runs over the end of a piece is cut there.", maxParagraph, d.large))
	}
	if d.unread > 0 {
		w = append(w, fmt.Sprintf("Sentences longer than %d bytes, which were not searched: %d.", maxParagraph, d.unread))
	}
	if len(out.Statements) == 0 {
		w = append(w, "No statement by anybody was found.")
	} else if unknown > 0 {
		w = append(w, fmt.Sprintf("Statements without a speaker that the text makes certain: %d. Name them or drop them.", unknown))
	}
	return w
}

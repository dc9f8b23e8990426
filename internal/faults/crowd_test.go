package faults

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"livebrief/internal/brief"
)

const (
	briefing   = "/api/briefings/bridge"
	publishers = 3
)

// establish makes the briefing that the crowd works on, with one line at a glance.
func establish(c *caller) error {
	if err := c.do("POST", "/api/briefings", "begin", "", []byte(`{"template":"blank","name":"bridge","title":"The bridge"}`), nil); err != nil {
		return err
	}
	return c.do("POST", briefing+"/glance", "first-line", "0", []byte(`{"add":[{"text":"The bridge is open."}]}`), nil)
}

// crowd publishes through a caller, several people at once, until the desk does not answer any more: some publish and
// correct what they published, one changes the glance. Marks begin with the number of the round.
func crowd(c *caller, p *promises, round int) *sync.WaitGroup {
	var people sync.WaitGroup
	for who := range publishers {
		people.Go(func() { writeNews(c, p, fmt.Sprintf("mark%04d%c", round, 'a'+who)) })
	}
	people.Go(func() { writeGlance(c, p, fmt.Sprintf("mark%04d%c", round, 'g')) })
	return &people
}

// publishOnly is a crowd that never looks at an answer.
func publishOnly(c *caller, p *promises, round int) *sync.WaitGroup {
	var people sync.WaitGroup
	for who := range publishers {
		people.Go(func() {
			for n := 0; ; n++ {
				if _, ok := p.ask(c, newsAct(fmt.Sprintf("mark%04d%c%04d", round, 'a'+who, n), "", 0)); !ok {
					return
				}
			}
		})
	}
	return &people
}

func writeNews(c *caller, p *promises, prefix string) {
	for n := 0; ; n += 2 {
		made, ok := p.ask(c, newsAct(fmt.Sprintf("%s%04d", prefix, n), "", 0))
		if !ok {
			return
		}
		if _, ok := p.ask(c, newsAct(fmt.Sprintf("%s%04d", prefix, n+1), made.item, made.rev)); !ok {
			return
		}
	}
}

// newsAct publishes, or corrects an item at a revision. Every few acts the text is longer than a page of the database.
func newsAct(mark string, item brief.ItemID, rev int) act {
	text := "The bridge is closed to traffic in both directions, " + mark[4:] + " lorries wait."
	if strings.HasSuffix(mark, "6") {
		text = strings.Repeat(text+" Nobody was hurt, the ministry said.\n\n", 60)
	}
	fields := map[string]any{"kind": brief.Publish, "development": brief.Development{Headline: "The bridge, " + mark, Text: text,
		Kind: brief.KindEvent, Label: brief.Official, RestsOn: []brief.Reference{{URL: "https://example.org/bridge"}}}}
	a := act{key: "key-" + mark, mark: mark, path: briefing + "/acts"}
	if item != "" {
		fields["kind"], fields["item"], fields["note"] = brief.Correct, item, "The number of lorries was wrong."
		a.ifMatch = strconv.Itoa(rev)
	}
	a.body = mustJSON(fields)
	return a
}

func writeGlance(c *caller, p *promises, prefix string) {
	var now struct {
		Rev   int
		Lines []struct{ ID string }
	}
	if err := c.do("GET", briefing+"/glance", "", "", nil, &now); err != nil || len(now.Lines) == 0 {
		return
	}
	for n, rev := 0, now.Rev; ; n++ {
		mark := fmt.Sprintf("%s%04d", prefix, n)
		change := map[string]any{"change": []any{map[string]any{"id": now.Lines[0].ID, "class": "update", "text": "The bridge is open, " + mark + "."}}}
		made, ok := p.ask(c, act{key: "key-" + mark, mark: mark, path: briefing + "/glance", ifMatch: strconv.Itoa(rev), body: mustJSON(change)})
		if !ok {
			return
		}
		rev = made.rev
	}
}

func mustJSON(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}

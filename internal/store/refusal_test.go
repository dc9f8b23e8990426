package store

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

func TestRefusals(t *testing.T) {
	type change func(h *house, a *brief.Act)
	body := func(text string) change { return func(_ *house, a *brief.Act) { a.Body = json.RawMessage(text) } }
	set := func(kind brief.EntryKind, item brief.ItemID, rev int) change {
		return func(_ *house, a *brief.Act) { a.Kind, a.Item, a.IfRev = kind, item, rev }
	}
	redact := func(text string) change {
		return func(_ *house, a *brief.Act) {
			a.Kind, a.Item, a.IfRev, a.Body = brief.Redact, "a", 2, json.RawMessage(text)
		}
	}
	// Entry 2 and 3 are of item a, entry 4 published w and entry 5 withdrew it.
	cases := map[string]struct {
		change change
		kind   brief.Kind
		words  string
	}{
		"unknown briefing":         {func(_ *house, a *brief.Act) { a.Briefing = "fire" }, brief.KindNotFound, "no briefing"},
		"unknown kind":             {set("delete", "a", 2), brief.KindInvalid, `no entries of the kind "delete"`},
		"no kind":                  {set("", "a", 2), brief.KindInvalid, "no entries of the kind"},
		"glance as a development":  {set(brief.Publish, brief.ItemGlance, 0), brief.KindInvalid, `cannot be about the item "glance"`},
		"glance under another id":  {set(brief.EntryGlance, "a", 2), brief.KindInvalid, "cannot be about"},
		"briefing as a statement":  {set(brief.EntryStatement, brief.ItemBriefing, 1), brief.KindInvalid, "cannot be about"},
		"no item":                  {set(brief.Publish, "", 0), brief.KindInvalid, "item"},
		"item that is no token":    {set(brief.Publish, "../a", 0), brief.KindInvalid, "item"},
		"update of nothing":        {set(brief.Update, "x", 0), brief.KindInvalid, "publish it first"},
		"withdrawal of nothing":    {set(brief.Withdraw, "x", -1), brief.KindInvalid, "publish it first"},
		"redaction of nothing":     {set(brief.Redact, "x", 0), brief.KindInvalid, "publish it first"},
		"published twice":          {set(brief.Publish, "a", 2), brief.KindConflict, "p1 made revision 2"},
		"published over any":       {set(brief.Publish, "a", -1), brief.KindConflict, "p1 made revision 2"},
		"old revision":             {set(brief.Update, "a", 1), brief.KindConflict, "you worked on revision 1"},
		"revision to come":         {set(brief.Update, "a", 3), brief.KindConflict, "made revision 2"},
		"revision of nothing":      {set(brief.Publish, "x", 1), brief.KindConflict, "not there"},
		"negative revision":        {set(brief.Update, "a", -2), brief.KindInvalid, "no revision -2"},
		"withdrawn":                {set(brief.Update, "w", 2), brief.KindInvalid, "was withdrawn"},
		"withdrawn twice":          {set(brief.Withdraw, "w", 2), brief.KindInvalid, "was withdrawn"},
		"withdrawn and published":  {set(brief.Publish, "w", 2), brief.KindInvalid, "was withdrawn"},
		"dated in a live briefing": {func(_ *house, a *brief.Act) { a.Dated = noon }, brief.KindInvalid, "only a reconstruction"},
		"dated in no year":         {func(_ *house, a *brief.Act) { a.Dated = noon.AddDate(9000, 0, 0) }, brief.KindInvalid, "years 1 to 9999"},
		"under embargo":            {func(_ *house, a *brief.Act) { a.EmbargoUntil = noon.Add(time.Second) }, brief.KindEmbargoed, "until 2026-03-01 12:00:01 UTC"},
		"no body":                  {body(""), brief.KindInvalid, ""},
		"body that is a list":      {body("[]"), brief.KindInvalid, "not a JSON object"},
		"body in other order":      {body(`{"b":1,"a":2}`), brief.KindInvalid, "canonical"},
		"body with blanks":         {body(`{"a": 1}`), brief.KindInvalid, "canonical"},
		"body with a key twice":    {body(`{"a":1,"a":2}`), brief.KindInvalid, ""},
		"body that is not UTF-8":   {body("{\"a\":\"\xff\"}"), brief.KindInvalid, ""},
		"two bodies":               {body(`{}{}`), brief.KindInvalid, ""},
		"no role":                  {func(_ *house, a *brief.Act) { a.Role = "" }, brief.KindInvalid, "role"},
		"language that is none":    {func(_ *house, a *brief.Act) { a.Lang = "en us" }, brief.KindInvalid, "language"},
		"key too long":             {func(_ *house, a *brief.Act) { a.Key = strings.Repeat("k", 256) }, brief.KindInvalid, "256 bytes"},
		"key with a zero byte":     {func(_ *house, a *brief.Act) { a.Key = "a\x00b" }, brief.KindInvalid, "not text"},
		"person that is not UTF-8": {func(_ *house, a *brief.Act) { a.Person = "\xff" }, brief.KindInvalid, "not text"},
		"briefing without a name": {func(_ *house, a *brief.Act) {
			a.Kind, a.Item, a.IfRev, a.Body = brief.EntryBriefing, brief.ItemBriefing, 1, json.RawMessage(`{}`)
		}, brief.KindInvalid, "address name"},
		"briefing of another shape": {func(_ *house, a *brief.Act) {
			a.Kind, a.Item, a.IfRev, a.Body = brief.EntryBriefing, brief.ItemBriefing, 1, json.RawMessage(`{"name":7}`)
		}, brief.KindInvalid, "not that of a briefing"},
		"name of another briefing": {func(_ *house, a *brief.Act) {
			a.Kind, a.Item, a.IfRev, a.Body = brief.EntryBriefing, brief.ItemBriefing, 1, json.RawMessage(`{"name":"storm"}`)
		}, brief.KindConflict, `the address name "storm"`},
		"reconstruction afterwards": {func(_ *house, a *brief.Act) {
			a.Kind, a.Item, a.IfRev = brief.EntryBriefing, brief.ItemBriefing, 1
			a.Body = json.RawMessage(`{"name":"flood","reconstruction":true}`)
		}, brief.KindInvalid, "only the first entry"},
		"redaction without a list":     {redact(`{"class":"law","removed":[],"target":"a"}`), brief.KindInvalid, "removes nothing"},
		"redaction without a class":    {redact(`{"removed":[{"seq":2}],"target":"a"}`), brief.KindInvalid, "no class"},
		"redaction of another target":  {redact(`{"class":"law","removed":[{"seq":2}],"target":"w"}`), brief.KindInvalid, "another item"},
		"redaction of another's entry": {redact(`{"class":"law","removed":[{"seq":4}],"target":"a"}`), brief.KindInvalid, "entry 4 does not belong"},
		"redaction of no entry":        {redact(`{"class":"law","removed":[{"seq":99}],"target":"a"}`), brief.KindInvalid, "entry 99 does not belong"},
		"redaction of itself":          {redact(`{"class":"law","removed":[{"seq":6}],"target":"a"}`), brief.KindInvalid, "entry 6 does not belong"},
		"redaction of entry zero":      {redact(`{"class":"law","removed":[{"seq":0}],"target":"a"}`), brief.KindInvalid, "entry 0 does not belong"},
		"redaction listed twice":       {redact(`{"class":"law","removed":[{"seq":2},{"seq":2}],"target":"a"}`), brief.KindInvalid, "twice"},
		"redaction with a bare null":   {redact(`{"class":"law","removed":[{"replacement":null,"seq":2}],"target":"a"}`), brief.KindInvalid, "not a body"},
		"redaction of another shape":   {redact(`{"removed":7}`), brief.KindInvalid, "not that of a redaction"},
		"redaction of a huge sequence": {redact(`{"class":"law","removed":[{"seq":9007199254740991}],"target":"a"}`), brief.KindInvalid, "does not belong"},
	}
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "a", 0, "One"), h.act(brief.Update, "a", 1, "Two"),
			h.act(brief.Publish, "w", 0, "Wrong"), h.act(brief.Withdraw, "w", 1, "Wrong"))
		h.begin("storm", false)
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				act := h.act(brief.Publish, "new", 0, "Three")
				c.change(h, &act)
				_, err := h.Append(context.Background(), act)
				refused(t, err, c.kind, c.words)
				if head, _ := h.Head(context.Background(), "flood"); head != 5 {
					t.Errorf("head %d after a refusal, want 5", head)
				}
			})
		}
	})
}

package newsroom

import (
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// TestSampleGivesTheDeskNothingToWarnOf shows the sample to the desk's own rules, as an editor would be shown them.
func TestSampleGivesTheDeskNothingToWarnOf(t *testing.T) {
	script := sampleOf(t)
	lang := script.Briefing.Lang()
	published := map[desk.TextKey]brief.ItemID{}
	known := func(key desk.TextKey) (brief.ItemID, bool) {
		item, ok := published[key]
		return item, ok
	}
	for _, step := range script.Steps {
		if step.Glance != nil {
			lintGlance(t, step, desk.LintFacts{Lang: lang})
			continue
		}
		if step.Act == brief.Withdraw {
			continue // a tombstone has no text to warn of
		}
		item := brief.ItemID(step.Item)
		for _, warning := range desk.Lint(*step.Development, desk.LintFacts{Lang: lang, Item: item, Known: known}) {
			t.Errorf("%s of %s: %s: %s", step.Act, step.Item, warning.Rule, warning.Sentence)
		}
		published[desk.KeyOf(*step.Development)] = item
	}
}

func lintGlance(t *testing.T, step sampleStep, facts desk.LintFacts) {
	t.Helper()
	notes := map[brief.LineID]string{}
	for _, change := range step.Glance.Changes {
		notes[change.ID] = change.Note
	}
	for _, line := range step.Glance.Lines {
		for _, warning := range desk.LintLine(line, notes[line.ID], facts) {
			t.Errorf("line %s of %s: %s: %s", line.ID, step.Dated, warning.Rule, warning.Sentence)
		}
	}
}

package newsroom

import (
	"reflect"
	"testing"
	"time"

	"livebrief/internal/brief"
)

func TestSampleGlanceTellsEveryChange(t *testing.T) {
	script := sampleOf(t)
	was, published, corrected := map[brief.LineID]brief.Line{}, map[string]bool{}, 0
	for i, step := range script.Steps {
		if step.Glance == nil {
			published[step.Item] = true
			continue
		}
		if n := len(step.Glance.Lines); n < 5 || n > 9 {
			t.Errorf("step %d: the glance has %d lines", i+1, n)
		}
		now := map[brief.LineID]brief.Line{}
		for _, line := range step.Glance.Lines {
			if _, twice := now[line.ID]; twice {
				t.Errorf("step %d: %s stands twice", i+1, line.ID)
			}
			now[line.ID] = line
			checkLine(t, script, step, line, published)
		}
		told := map[brief.LineID]brief.EntryKind{}
		for _, change := range step.Glance.Changes {
			told[change.ID] = change.Class
			if change.Class == brief.Correct {
				corrected++
			}
			if (change.Class == brief.Correct || change.Class == brief.Withdraw) && change.Note == "" {
				t.Errorf("step %d: %s of %s says nothing to readers", i+1, change.Class, change.ID)
			}
		}
		compareGlances(t, i+1, was, now, told)
		was = now
	}
	if corrected == 0 {
		t.Error("no line is ever corrected")
	}
}

// checkLine holds one line to what the design says of lines.
func checkLine(t *testing.T, script sampleScript, step sampleStep, line brief.Line, published map[string]bool) {
	t.Helper()
	where := "line " + string(line.ID) + " of " + step.Dated.Format(time.DateOnly)
	checkProse(t, where, line.Text)
	if n := len(sentencesOf(line.Text)); n != 1 {
		t.Errorf("%s has %d sentences", where, n)
	}
	if _, ok := script.Briefing.Track(line.Track); !ok {
		t.Errorf("%s has the track %q", where, line.Track)
	}
	said, err := time.ParseInLocation(time.DateOnly, line.SaidOn, script.Briefing.Location())
	if err != nil || said.After(step.Dated) {
		t.Errorf("%s was said on %q: %v", where, line.SaidOn, err)
	}
	if len(line.Refs) == 0 {
		t.Errorf("%s sums nothing up", where)
	}
	for _, ref := range line.Refs {
		if !published[string(ref)] {
			t.Errorf("%s refers to %s, which is not published", where, ref)
		}
	}
}

// compareGlances demands that what is told of the lines is what happened to them.
func compareGlances(t *testing.T, step int, was, now map[brief.LineID]brief.Line, told map[brief.LineID]brief.EntryKind) {
	t.Helper()
	for id, line := range now {
		before, known := was[id]
		class, changed := told[id]
		switch {
		case !known && class != brief.Publish, known && changed == reflect.DeepEqual(before, line), known && class == brief.Publish:
			t.Errorf("step %d: %q is told of the line %s", step, class, id)
		}
		delete(told, id)
	}
	for id := range was {
		if _, stays := now[id]; !stays && told[id] != brief.Withdraw {
			t.Errorf("step %d: %q is told of the line %s, which is gone", step, told[id], id)
		} else if !stays {
			delete(told, id)
		}
	}
	if len(told) > 0 {
		t.Errorf("step %d: changes of lines that are not there: %v", step, told)
	}
}

package desk

import (
	"context"
	"fmt"
	"slices"

	"livebrief/internal/brief"
)

// checkGlance holds the new list to the rules. Lines that stay as they were are not judged again: a track may have
// ended since.
func (d *Desk) checkGlance(ctx context.Context, b brief.Briefing, id brief.BriefingID, was, g brief.Glance) error {
	if len(g.Lines) > mostLines {
		return brief.Invalid(fmt.Sprintf("the glance would have %d lines", len(g.Lines)),
			fmt.Sprintf("keep %d to %d; more than %d are not taken", fewLines, manyLines, mostLines))
	}
	for _, c := range g.Changes {
		if err := first(checkText("note", c.Note, maxNote, true), checkLinks("note", c.Note)); err != nil {
			return err
		}
		at := slices.IndexFunc(g.Lines, func(l brief.Line) bool { return l.ID == c.ID })
		if at < 0 {
			continue
		}
		if err := d.checkLine(ctx, b, id, was, &g.Lines[at]); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) checkLine(ctx context.Context, b brief.Briefing, id brief.BriefingID, was brief.Glance, l *brief.Line) error {
	if err := first(required("line", l.Text, maxLine, false), checkLinks("line", l.Text), checkCount("references of a line", len(l.Refs), mostRefs)); err != nil {
		return err
	}
	if l.Track != "" {
		if err := checkTrack(b, l.Track, false); err != nil {
			return err
		}
	}
	if l.SaidOn != "" {
		if err := checkDate("day on which it was said", l.SaidOn); err != nil {
			return err
		}
	}
	known := lineRefs(was, l.ID)
	for _, ref := range l.Refs {
		if slices.Contains(known, ref) {
			continue
		}
		if err := d.checkRef(ctx, id, ref); err != nil {
			return err
		}
	}
	return nil
}

// checkRef wants a development that stands.
func (d *Desk) checkRef(ctx context.Context, id brief.BriefingID, ref brief.ItemID) error {
	p, err := d.ports.Facts.Current(ctx, id, ref)
	switch {
	case brief.KindOf(err) == brief.KindNotFound:
		return brief.Invalid(fmt.Sprintf("the line sums up %.40q, which is not published here", string(ref)), "publish it first, or leave it out")
	case err != nil:
		return err
	case p.Entry.Kind == brief.Withdraw:
		return brief.Invalid(fmt.Sprintf("the line sums up %s, which was withdrawn", ref), "leave it out, and look whether the line still stands")
	}
	return nil
}

// lineRefs gives what the line summed up before.
func lineRefs(g brief.Glance, id brief.LineID) []brief.ItemID {
	for _, l := range g.Lines {
		if l.ID == id {
			return l.Refs
		}
	}
	return nil
}

// glanceWarnings looks at the length of the list and at the lines that changed.
func glanceWarnings(g brief.Glance, facts LintFacts) []Warning {
	var warnings []Warning
	if n := len(g.Lines); n < fewLines || n > manyLines {
		warnings = append(warnings, Warning{RuleGlanceLength, fmt.Sprintf("The glance has %d lines; %d to %d are read at a glance.", n, fewLines, manyLines)})
	}
	for _, c := range g.Changes {
		for at, l := range g.Lines {
			if l.ID != c.ID {
				continue
			}
			for _, w := range LintLine(l, c.Note, facts) {
				warnings = append(warnings, Warning{w.Rule, fmt.Sprintf("Line %d: %s", at+1, w.Sentence)})
			}
		}
	}
	return warnings
}

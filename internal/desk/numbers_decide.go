package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/series"
)

// NumbersProposal is numbers that wait, with what they would change.
type NumbersProposal struct {
	Draft brief.Draft
	Body  brief.Numbers
	// Rows are its versions in their order, Movers by how much the sums of donors or places would move, the largest first.
	Rows   []NumberRow
	Movers []Mover
}

// NumberRow is one version that waits.
type NumberRow struct {
	brief.Version
	Title, Unit string
	Scale       int
	// Was is the version whose place it takes, nil for the first of a number; Difference is decimal text with its sign.
	Was        *brief.Version
	Difference string
}

// Mover is by how much the numbers of a donor or place would move, those only that stand already, of one measure or kind.
type Mover struct {
	Name string `json:"name"`
	// Of is the measure of aid, or what is counted.
	Of         string `json:"of"`
	Unit       string `json:"unit"`
	Numbers    int    `json:"numbers"`
	Difference string `json:"difference"`
}

// ProposedNumbers gives what a draft of numbers would change.
func (d *Desk) ProposedNumbers(ctx context.Context, id brief.BriefingID, draft string) (NumbersProposal, error) {
	k, err := d.numbersDraft(ctx, id, draft)
	p := NumbersProposal{Draft: k}
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(k.Body, &p.Body); err != nil {
		return p, fmt.Errorf("reading the draft %s: %w", k.ID, err)
	}
	t, err := d.ports.Trackers.Tracker(ctx, id, p.Body.Tracker)
	if err != nil {
		return p, err
	}
	if t.Rev != k.IfRev {
		return p, brief.Conflict("the tracker has changed since these numbers were brought", "decline this, and bring them again")
	}
	about := map[brief.SeriesID]brief.Series{}
	for _, s := range t.Series {
		about[s.ID] = s
	}
	for _, s := range p.Body.Series {
		about[s.ID] = s
	}
	p.Rows, p.Movers = reviewNumbers(p.Body.Versions, about, t.Stands)
	return p, nil
}

// reviewNumbers sets each version beside the one whose place it takes.
func reviewNumbers(list []brief.Version, about map[brief.SeriesID]brief.Series, stands func(series.Key) series.Chain) ([]NumberRow, []Mover) {
	rows := make([]NumberRow, len(list))
	chains, moved := map[series.Key]series.Chain{}, map[[3]string]*mover{}
	for i, v := range list {
		k := series.KeyOf(&v)
		chain, met := chains[k]
		if !met {
			chain = stands(k)
		}
		s := about[v.Series]
		rows[i] = NumberRow{Version: v, Title: s.Title, Unit: s.Unit, Scale: s.Scale}
		if n := len(chain); n > 0 {
			was := chain[n-1]
			rows[i].Was, rows[i].Difference = &was, series.Difference(&v, &was)
			name := [3]string{cmp.Or(s.Actor, s.Place, s.Title), cmp.Or(string(s.Measure), string(s.Counted)), s.Unit}
			if moved[name] == nil {
				moved[name] = &mover{}
			}
			moved[name].add(series.Leaf{Series: &s, Version: &v}, series.Leaf{Series: &s, Version: &was})
		}
		chains[k] = append(slices.Clip(chain), v)
	}
	return rows, moversOf(moved)
}

// mover collects what moved under one name.
type mover struct {
	numbers  int
	now, was []string
}

func (m *mover) add(now, was series.Leaf) {
	m.numbers++
	m.now, m.was = append(m.now, series.Whole(now)), append(m.was, series.Whole(was))
}

func moversOf(moved map[[3]string]*mover) []Mover {
	var out []Mover
	for name, m := range moved {
		now, errNow := series.Sum(m.now...)
		was, errWas := series.Sum(m.was...)
		if errNow != nil || errWas != nil {
			continue
		}
		by := series.Difference(&brief.Version{Value: now}, &brief.Version{Value: was})
		out = append(out, Mover{Name: name[0], Of: name[1], Unit: name[2], Numbers: m.numbers, Difference: by})
	}
	slices.SortFunc(out, func(a, b Mover) int {
		return cmp.Or(-series.CompareSizes(a.Difference, b.Difference), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Of, b.Of))
	})
	return out
}

// numbersDraft finds numbers that wait.
func (d *Desk) numbersDraft(ctx context.Context, id brief.BriefingID, draft string) (brief.Draft, error) {
	all, err := d.ports.MapDrafts.Drafts(ctx, id)
	if err != nil {
		return brief.Draft{}, err
	}
	for _, k := range all {
		if k.ID == draft && k.Kind == brief.EntryVersions {
			return k, nil
		}
	}
	return brief.Draft{}, brief.NotFound(fmt.Sprintf("no numbers wait as %.40q", draft), "they may have been approved or declined")
}

// ApproveNumbers puts proposed numbers on the record in one entry: all of them, or those that are named; the others go on waiting. The
// same numbers approved twice are one entry.
func (d *Desk) ApproveNumbers(ctx context.Context, now time.Time, who brief.Person, id brief.BriefingID, draft string, only []brief.VersionID) (Outcome, error) {
	if err := may(who, ApproveNumbers); err != nil {
		return Outcome{}, err
	}
	p, err := d.ProposedNumbers(ctx, id, draft)
	if err != nil {
		return Outcome{}, err
	}
	body, rest, err := parted(p.Body, only)
	if err != nil {
		return Outcome{}, err
	}
	canonical, err := sealNumbers(&body)
	if err != nil {
		return Outcome{}, err
	}
	out, err := d.commit(ctx, now, brief.Act{Briefing: id, Kind: brief.EntryVersions, Item: p.Draft.Item, Lang: p.Draft.Lang, Dated: p.Draft.Dated, Body: canonical,
		IfRev: p.Draft.IfRev, Key: "numbers " + draft + " " + body.Root[:16], Person: who.ID, Role: who.Role}, nil)
	if err != nil {
		return Outcome{}, err
	}
	if len(rest.Versions) == 0 {
		return out, d.ports.MapDrafts.DeleteDraft(ctx, id, draft)
	}
	if p.Draft.Body, err = sealNumbers(&rest); err != nil {
		return out, err
	}
	p.Draft.IfRev, p.Draft.Saved = out.Entry.Rev, now.UTC()
	_, err = d.ports.MapDrafts.SaveDraft(ctx, p.Draft)
	return out, err
}

// parted takes the versions that are named out of a body, with the series that they need; none named are all. A version cannot go before
// the one whose place it takes.
func parted(b brief.Numbers, only []brief.VersionID) (some, rest brief.Numbers, err error) {
	some, rest = b, b
	if len(only) == 0 {
		rest.Versions = nil
		return some, rest, nil
	}
	chosen := map[brief.VersionID]bool{}
	for _, id := range only {
		chosen[id] = true
	}
	left := map[brief.VersionID]bool{}
	some.Versions, rest.Versions = nil, nil
	for _, v := range b.Versions {
		switch {
		case chosen[v.ID] && left[v.Supersedes]:
			return some, rest, brief.Invalid(fmt.Sprintf("version %s takes the place of %s, which is not approved", v.ID, v.Supersedes), "approve the one before it too")
		case chosen[v.ID]:
			some.Versions = append(some.Versions, v)
			delete(chosen, v.ID)
		default:
			left[v.ID] = true
			rest.Versions = append(rest.Versions, v)
		}
	}
	for id := range chosen {
		return some, rest, brief.NotFound(fmt.Sprintf("no version %.40q waits here", string(id)), "look at the proposal again")
	}
	used := map[brief.SeriesID]bool{}
	for _, v := range some.Versions {
		used[v.Series] = true
	}
	some.Series, rest.Series = nil, nil
	for _, s := range b.Series {
		if used[s.ID] {
			some.Series = append(some.Series, s)
		} else {
			rest.Series = append(rest.Series, s)
		}
	}
	if changeOf(some.Versions) != brief.NumberCorrection && some.Change.Class == brief.Correct {
		some.Change.Class = brief.Update
	}
	rest.Mapping = nil // it went with those that are approved
	if rest.Change.Class == brief.Publish {
		rest.Change.Class = brief.Update
	}
	return some, rest, nil
}

// DeclineNumbers throws proposed numbers away; one's own always, those of others with the right to approve.
func (d *Desk) DeclineNumbers(ctx context.Context, who brief.Person, id brief.BriefingID, draft string) error {
	if err := may(who, ProposeNumbers); err != nil {
		return err
	}
	k, err := d.numbersDraft(ctx, id, draft)
	if err != nil {
		return err
	}
	if k.Person != who.ID {
		if err := may(who, ApproveNumbers); err != nil {
			return err
		}
	}
	return d.ports.MapDrafts.DeleteDraft(ctx, id, draft)
}

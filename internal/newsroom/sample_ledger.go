package newsroom

import (
	"encoding/json"
	"fmt"
	"slices"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// ledgerScript is the form of ledger.json: what was said, what was found, and what came of it.
type ledgerScript struct {
	Steps []ledgerStep `json:"steps"`
}

// ledgerStep names a speaker or a statement, and says one thing of it.
type ledgerStep struct {
	sampleStep
	Speaker   *brief.Speaker   `json:"speaker,omitempty"`
	Statement *brief.Statement `json:"statement,omitempty"`
	Add       *struct {
		Evidence []brief.Evidence `json:"evidence"`
	} `json:"add,omitempty"`
	Outcome *brief.Outcome `json:"outcome,omitempty"`
}

// sampleLedger is the ledger as far as it is loaded.
type sampleLedger struct {
	*sampleLoad
	stands map[string]brief.Statement
}

// withLedger puts the steps of the ledger among the others by their dates.
func (l *sampleLoad) withLedger() ([]ledgerStep, error) {
	raw, err := sampleFiles.ReadFile("sample/ledger.json")
	if err != nil {
		return nil, err
	}
	var script ledgerScript
	if err := json.Unmarshal(raw, &script); err != nil {
		return nil, fmt.Errorf("reading ledger.json: %w", err)
	}
	all := make([]ledgerStep, 0, len(l.script.Steps)+len(script.Steps))
	for _, s := range l.script.Steps {
		all = append(all, ledgerStep{sampleStep: s})
	}
	all = append(all, script.Steps...)
	slices.SortStableFunc(all, func(a, b ledgerStep) int { return a.Dated.Compare(b.Dated) })
	return all, nil
}

// act turns a step into an act; outcomes are proposed by an editor of the sample desk and approved by its chief.
func (l *sampleLedger) act(s ledgerStep) (brief.Act, error) {
	if s.Speaker == nil && s.Statement == nil && s.Add == nil && s.Outcome == nil {
		return l.sampleLoad.act(s.sampleStep)
	}
	item, err := l.item(s.Item)
	if err != nil {
		return brief.Act{}, err
	}
	switch {
	case s.Speaker != nil:
		s.Speaker.Change.Class = brief.Publish
		return l.bare(brief.EntrySpeaker, item, s.Dated, s.Speaker)
	case s.Outcome != nil:
		s.Outcome.Statement, s.Outcome.ProposedBy = brief.StatementID(item), string(brief.Editor)
		act, err := l.bare(brief.EntryOutcome, item, s.Dated, s.Outcome)
		act.Role = brief.Chief
		return act, err
	case s.Statement != nil:
		speaker, err := l.item(string(s.Statement.Speaker))
		if err != nil {
			return brief.Act{}, err
		}
		s.Statement.Speaker, s.Statement.Change.Class = brief.SpeakerID(speaker), brief.Publish
		for i := range s.Statement.Renderings {
			if err := l.ground(&s.Statement.Renderings[i].Reference); err != nil {
				return brief.Act{}, err
			}
		}
		l.stands[s.Item] = *s.Statement
	default:
		stands := l.stands[s.Item]
		stands.Evidence = append(slices.Clip(stands.Evidence), s.Add.Evidence...)
		stands.Change = brief.StatementChange{Class: brief.Update, What: "evidence"}
		l.stands[s.Item] = stands
	}
	return l.bare(brief.EntryStatement, item, s.Dated, l.stands[s.Item])
}

// supersede fills in which entry an outcome takes the place of, which is known once the entries before it are counted.
// The first act becomes entry first.
func supersede(acts []brief.Act, first brief.Seq) error {
	latest := map[string]brief.Seq{}
	for i := range acts {
		if acts[i].Kind != brief.EntryOutcome {
			continue
		}
		var o brief.Outcome
		if err := json.Unmarshal(acts[i].Body, &o); err != nil {
			return err
		}
		term := string(acts[i].Item) + " " + string(o.Term)
		o.Supersedes, latest[term] = latest[term], first+brief.Seq(i)
		body, err := record.Canonical(o)
		if err != nil {
			return err
		}
		acts[i].Body = body
	}
	return nil
}

package store

import (
	"context"
	"reflect"
	"testing"
	"time"

	"livebrief/internal/brief"
)

func TestAProposalWaitsUntilOneOfTwoDecides(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", true)
		p, err := h.SaveProposal(ctx, brief.Proposal{Briefing: "flood", Person: "p1", Role: brief.Reporter, At: noon, Dated: noon.Add(-time.Hour), State: brief.ProposalWaits,
			Outcome: brief.Outcome{Statement: "s", Term: "t1", Verdict: "kept", AsOf: "2023-01-31", Rationale: "Élan", RestsOn: []brief.EvidenceID{"e1"}, ProposedBy: "reporter", Supersedes: 7}})
		if err != nil || p.ID == "" {
			t.Fatalf("%+v %v", p, err)
		}
		if got, err := h.Proposal(ctx, "flood", p.ID); err != nil || !reflect.DeepEqual(got, p) {
			t.Errorf("%+v, %v\nwant %+v", got, err, p)
		}
		if list, err := h.Proposals(ctx, "flood", 9); err != nil || len(list) != 1 {
			t.Errorf("%v %v", list, err)
		}
		p.State, p.By, p.Note = brief.ProposalDeclined, "p2", "Not yet"
		if err := h.SettleProposal(ctx, p); err != nil {
			t.Fatal(err)
		}
		p.State = brief.ProposalApproved
		if err := h.SettleProposal(ctx, p); brief.KindOf(err) != brief.KindConflict {
			t.Errorf("decided twice: %v", err)
		}
		if got, err := h.Proposal(ctx, "flood", p.ID); err != nil || got.State != brief.ProposalDeclined || got.By != "p2" || got.Note != "Not yet" {
			t.Errorf("%+v %v", got, err)
		}
		if list, err := h.Proposals(ctx, "flood", 9); err != nil || len(list) != 0 {
			t.Errorf("still waiting: %v %v", list, err)
		}
		if _, err := h.Proposal(ctx, "flood", "x"); brief.KindOf(err) != brief.KindNotFound {
			t.Errorf("an unknown one: %v", err)
		}
		if _, err := h.SaveProposal(ctx, brief.Proposal{Briefing: "none", State: brief.ProposalWaits}); brief.KindOf(err) != brief.KindNotFound {
			t.Errorf("of an unknown briefing: %v", err)
		}
	})
}

func TestAnItemStaysOfItsFamily(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		entry := func(kind brief.EntryKind, item brief.ItemID) brief.Act {
			return brief.Act{Briefing: "flood", Kind: kind, Item: item, Lang: "en", IfRev: -1, Role: brief.Editor, Person: "p1", Body: []byte(`{"x":1}`)}
		}
		h.must(h.act(brief.Publish, "d", 0, "D"))
		h.must(entry(brief.EntryStatement, "s"), entry(brief.EntryOutcome, "s"), entry(brief.EntryStatement, "s"))
		h.must(entry(brief.EntrySpeaker, "v"))
		for _, a := range []brief.Act{entry(brief.EntryStatement, "d"), entry(brief.EntryOutcome, "d"), entry(brief.EntrySpeaker, "s"),
			entry(brief.EntryStatement, "v"), entry(brief.EntryOutcome, "none"), h.act(brief.Update, "s", 3, "S")} {
			if _, err := h.Append(context.Background(), a); brief.KindOf(err) != brief.KindInvalid {
				t.Errorf("%s about %s: %v", a.Kind, a.Item, err)
			}
		}
	})
}

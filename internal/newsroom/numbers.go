package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// numbersCommand looks after numbers that wait, and the trackers that stand.
type numbersCommand struct {
	List     numbersList     `cmd:"" help:"List the trackers with their series, and what waits for a decision."`
	Show     numbersShow     `cmd:"" help:"Print what proposed numbers would change."`
	Approve  numbersApprove  `cmd:"" help:"Put proposed numbers on the record, all or some."`
	Decline  numbersDecline  `cmd:"" help:"Throw proposed numbers away."`
	Set      numbersSet      `cmd:"" help:"Propose one number of a series that is there."`
	Withdraw numbersWithdraw `cmd:"" help:"Propose to withdraw a number; its versions stay to be read."`
	Sum      numbersSum      `cmd:"" help:"Add the latest numbers of series, or say what does not go together."`
}

// numbersFlags name a proposal.
type numbersFlags struct {
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
	ID       string `arg:"" help:"Id of the proposal."`
}

func (k *numbersFlags) ask(ctx context.Context, c *Common, method string, body, out any, how ...string) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	f := ledgerFlags{Briefing: k.Briefing}
	return cl.do(ctx, request{method: method, path: f.at(append([]string{"numbers", k.ID}, how...)...), body: body}, out)
}

type numbersShow struct{ numbersFlags }

// Run prints.
func (k *numbersShow) Run(ctx context.Context, std *Streams, c *Common) error {
	var p numbersProposal
	if err := k.ask(ctx, c, http.MethodGet, nil, &p); err != nil {
		return err
	}
	return c.print(std.Out, p, p.tell)
}

type numbersApprove struct {
	numbersFlags
	Only []brief.VersionID `help:"Approve these versions and leave the others waiting." placeholder:"ID,..."`
}

// Run approves.
func (k *numbersApprove) Run(ctx context.Context, std *Streams, c *Common) error {
	var answer actAnswer
	if err := k.ask(ctx, c, http.MethodPost, map[string]any{"only": k.Only}, &answer, "approve"); err != nil {
		return err
	}
	return c.said(std, answer)
}

type numbersDecline struct{ numbersFlags }

// Run declines.
func (k *numbersDecline) Run(ctx context.Context, std *Streams, c *Common) error {
	if err := k.ask(ctx, c, http.MethodPost, nil, nil, "decline"); err != nil {
		return err
	}
	return c.print(std.Out, map[string]string{"declined": k.ID}, func(out io.Writer) { fmt.Fprintf(out, "declined %s\n", k.ID) })
}

// listedTracker is a tracker as the API gives it.
type listedTracker struct {
	ID      brief.ItemID       `json:"id"`
	Rev     int                `json:"rev"`
	Tracker string             `json:"tracker"`
	Title   string             `json:"title"`
	Topic   brief.Topic        `json:"topic"`
	Source  brief.NumberSource `json:"source"`
	Series  []struct {
		brief.Series
		Numbers  int        `json:"numbers"`
		Versions int        `json:"versions"`
		From     brief.Date `json:"from,omitempty"`
		To       brief.Date `json:"to,omitempty"`
	} `json:"series"`
}

type numbersList struct {
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
}

// Run lists.
func (k *numbersList) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	var answer struct {
		Trackers  []listedTracker   `json:"trackers"`
		Proposals []numbersProposal `json:"proposals"`
	}
	f := ledgerFlags{Briefing: k.Briefing}
	if err := cl.do(ctx, request{method: http.MethodGet, path: f.at("numbers")}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer, func(out io.Writer) {
		for _, t := range answer.Trackers {
			fmt.Fprintf(out, "%s  %s: %s, %s\n", t.ID, t.Tracker, t.Title, t.Source.Name)
			for _, s := range t.Series {
				fmt.Fprintf(out, "  %s: %s, %d numbers, %d versions, %s to %s\n", s.ID, s.Title, s.Numbers, s.Versions, s.From, s.To)
			}
		}
		for i := range answer.Proposals {
			answer.Proposals[i].tell(out)
		}
	})
}

// numberFlags name a number of a series, and why it changes.
type numberFlags struct {
	Briefing string         `help:"Name or id of the briefing." required:"" placeholder:"B"`
	Series   brief.SeriesID `arg:"" help:"Name of the series."`
	From     brief.Date     `help:"Period that the number is about, its first day, month or year." required:"" placeholder:"DATE"`
	To       brief.Date     `help:"The last day of the period, where there is more than one." placeholder:"DATE"`
	Known    brief.Date     `help:"Day on which it became known: today." placeholder:"DATE"`
	Reason   string         `help:"Why a number that stands changes, in words that readers see." placeholder:"TEXT"`
	Dated    time.Time      `help:"When it was so; only in a reconstruction." format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME"`
}

// propose hands in one version of the series.
func (k *numberFlags) propose(ctx context.Context, std *Streams, c *Common, v brief.Version) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	f := ledgerFlags{Briefing: k.Briefing}
	v.Series, v.From, v.To, v.Known, v.Reason = k.Series, k.From, k.To, k.Known, k.Reason
	body := map[string]any{"series_of": k.Series, "versions": []brief.Version{v}, "change": v.Change, "reason": k.Reason}
	if !k.Dated.IsZero() {
		body["dated"] = k.Dated
	}
	var p numbersProposal
	if err := cl.do(ctx, request{method: http.MethodPost, path: f.at("numbers"), body: body}, &p); err != nil {
		return err
	}
	return c.print(std.Out, p, p.tell)
}

type numbersSet struct {
	numberFlags
	Value     string             `arg:"" help:"The number, with a point before decimals; >20, >=20 and ~20 are more than, at least and about."`
	Low       string             `help:"The least that it may be." placeholder:"NUMBER"`
	High      string             `help:"The most that it may be." placeholder:"NUMBER"`
	Basis     brief.Basis        `help:"What it rests on: verified, recorded, claimed or estimated." default:"recorded" placeholder:"BASIS"`
	By        string             `help:"Whose number it is, where that is not the source." placeholder:"NAME"`
	Label     string             `help:"What the publisher calls the release." placeholder:"TEXT"`
	Published brief.Date         `help:"The publisher's own date." placeholder:"DATE"`
	URL       string             `help:"Where it was published." placeholder:"URL"`
	Change    brief.NumberChange `help:"Why a number that stands changes: update, correction, method or exchange_rate." placeholder:"KIND"`
}

// Run proposes.
func (k *numbersSet) Run(ctx context.Context, std *Streams, c *Common) error {
	value := strings.TrimLeft(k.Value, "><=~")
	return k.propose(ctx, std, c, brief.Version{Value: value, Qualifier: k.Value[:len(k.Value)-len(value)], Low: k.Low, High: k.High, Basis: k.Basis, By: k.By, Label: k.Label,
		Published: k.Published, Source: brief.Reference{URL: k.URL}, Change: k.Change})
}

type numbersWithdraw struct{ numberFlags }

// Run proposes.
func (k *numbersWithdraw) Run(ctx context.Context, std *Streams, c *Common) error {
	return k.propose(ctx, std, c, brief.Version{Basis: brief.BasisRecorded, Change: brief.NumberWithdrawal})
}

type numbersSum struct {
	Briefing string           `help:"Name or id of the briefing." required:"" placeholder:"B"`
	Series   []brief.SeriesID `arg:"" help:"Names of series."`
	Currency string           `help:"Currency in which money is added: EUR." placeholder:"CODE"`
	AsOf     brief.Date       `help:"Add what was known on a day." placeholder:"DATE"`
}

// Run adds.
func (k *numbersSum) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	q := url.Values{"currency": {k.Currency}, "as-of": {string(k.AsOf)}}
	for _, s := range k.Series {
		q.Add("series", string(s))
	}
	var answer struct {
		Value    string `json:"value"`
		Currency string `json:"currency,omitempty"`
		Of       int    `json:"of"`
		Without  int    `json:"without"`
		Undated  int    `json:"undated"`
	}
	f := ledgerFlags{Briefing: k.Briefing}
	if err := cl.do(ctx, request{method: http.MethodGet, path: f.at("sum") + "?" + q.Encode()}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer, func(out io.Writer) {
		fmt.Fprintf(out, "%s %s: %d numbers added, %d without an amount in it, %d without a day\n", answer.Value, answer.Currency, answer.Of, answer.Without, answer.Undated)
	})
}

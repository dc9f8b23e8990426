package intake

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/wire"
)

const (
	maxBackOff   = 6 * time.Hour
	defaultEvery = 5 * time.Minute
	minEvery     = 10 * time.Second
)

// outcome is what one look brought.
type outcome struct {
	health brief.Health
	fresh  int
	// notes are sentences about what came: cut, replaced, dated in the future.
	notes []string
	valid Validators
	// retry is how long the server asks to be left alone.
	retry time.Duration
	err   error
}

// Look looks at the source once, now, and gives it back with its health, its sentence and its next look. Reports
// are kept on the way; nothing else is.
func (p *Poller) Look(ctx context.Context, src brief.Source) brief.Source {
	looking, cancel := context.WithTimeout(ctx, p.opts.Patience)
	defer cancel()
	var out outcome
	if isWeb(src.Address) {
		out = p.lookWeb(looking, src)
	} else {
		out = p.lookFolder(looking, src)
	}
	return p.judge(src, out)
}

// judge writes the health down in words and sets the next look.
func (p *Poller) judge(src brief.Source, out outcome) brief.Source {
	now := p.opts.Now().UTC().Truncate(time.Millisecond)
	every := src.Every
	if every <= 0 {
		every = defaultEvery
	}
	every = max(every, minEvery)
	src.Checked, src.Health = now, out.health
	if out.err != nil {
		src.Failures++
		src.Health = brief.HealthFailed
		src.Next = now.Add(max(p.spread(backOff(every, src.Failures)), out.retry))
		times := "once"
		if src.Failures > 1 {
			times = fmt.Sprintf("%d times", src.Failures)
		}
		src.Sentence = fmt.Sprintf("Failed %s: %s; next try %s", times, because(out.err), clock(src.Next, now))
		return src
	}
	src.Failures = 0
	src.ETag, src.LastModified = out.valid.ETag, out.valid.LastModified
	src.Next = now.Add(p.spread(every))
	switch out.health {
	case brief.HealthFresh:
		src.Changed = now
		src.Sentence = count(out.fresh, "new report", "new reports") + " at " + clock(now, now)
	case brief.HealthEmpty:
		src.Sentence = "Answered at " + clock(now, now) + ", but holds no items"
	default:
		if src.Changed.IsZero() {
			src.Changed = now
		}
		src.Sentence = "Unchanged since " + clock(src.Changed, now)
	}
	if len(out.notes) > 0 {
		src.Sentence += ". " + strings.TrimSuffix(strings.Join(out.notes, " "), ".")
	}
	return src
}

// backOff doubles the pause with every failure, up to six hours; a source that is looked at less often keeps its pace.
func backOff(every time.Duration, failures int) time.Duration {
	wait := every
	for range failures {
		if wait >= maxBackOff {
			break
		}
		wait = min(2*wait, maxBackOff)
	}
	return wait
}

// spread moves a pause by up to a tenth either way, so that sources added together do not stay together.
func (p *Poller) spread(d time.Duration) time.Duration {
	return d + time.Duration((p.opts.Random()-0.5)*0.2*float64(d))
}

// lookWeb asks a feed or a page.
func (p *Poller) lookWeb(ctx context.Context, src brief.Source) outcome {
	got, err := p.fetch(ctx, src.Address, Validators{src.ETag, src.LastModified})
	out := outcome{health: brief.HealthUnchanged, valid: got.Validators, retry: got.RetryAfter, err: err}
	if err != nil {
		return out
	}
	if got.NotModified {
		if src.Health == brief.HealthEmpty {
			out.health = brief.HealthEmpty
		}
		return out
	}
	if len(got.Body) == 0 {
		out.health = brief.HealthEmpty
		return out
	}
	if p.sameBody(src.ID, got.Body) {
		if src.Health == brief.HealthEmpty {
			out.health = brief.HealthEmpty
		}
		return out
	}
	res, err := wire.Decode(got.Body, got.ContentType, got.FinalURL)
	if err == nil {
		out.notes = res.Warnings
		if res.Feed != nil {
			err = p.takeFeed(ctx, src, res.Feed, &out)
		} else {
			err = p.takePage(ctx, src, got, &out)
		}
	}
	if err != nil {
		// What was not taken must be offered again: neither validators nor memory may say that it is known.
		p.forgetBody(src.ID)
		out.err = err
	}
	return out
}

// takePage keeps a page or a text as one report when its text is another than last time.
func (p *Poller) takePage(ctx context.Context, src brief.Source, got Fetched, out *outcome) error {
	reports, _, err := Build(got.Body, got.ContentType, got.FinalURL, p.opts.Now(), hintsOf(src))
	if err != nil {
		return err
	}
	r := reports[0]
	// The source's own address, because the one that it redirects to may differ at every look.
	r.URL = src.Address
	last, known, err := p.opts.Store.Latest(ctx, src.ID, r.URL)
	if err != nil {
		return fmt.Errorf("looking up the page's last report: %w", err)
	}
	if known && last.Text == r.Text {
		return nil
	}
	return p.keep(ctx, r, out)
}

// keep stores a report and counts it when it is new.
func (p *Poller) keep(ctx context.Context, r brief.Report, out *outcome) error {
	_, fresh, err := p.opts.Store.AddReport(ctx, r)
	if err != nil {
		return fmt.Errorf("keeping a report: %w", err)
	}
	if fresh {
		out.fresh++
		out.health = brief.HealthFresh
	}
	return nil
}

// fetch asks politely: in turn with everybody else who wants that host.
func (p *Poller) fetch(ctx context.Context, address string, v Validators) (Fetched, error) {
	leave, err := p.hosts.enter(ctx, hostOf(address))
	if err != nil {
		return Fetched{}, brief.Unavailable("the look took too long", "", err)
	}
	defer leave()
	return p.opts.Get.Fetch(ctx, address, v)
}

func hintsOf(src brief.Source) Hints {
	return Hints{Source: src.ID, Outlet: src.Name, Briefing: src.Briefing, Language: src.Language}
}

// clock writes a time for the desk, in UTC and saying so, with the day where it is not today.
func clock(t, now time.Time) string {
	t, now = t.UTC(), now.UTC()
	switch {
	case t.Format(time.DateOnly) == now.Format(time.DateOnly):
		return t.Format("15:04 UTC")
	case t.Year() == now.Year():
		return t.Format("2 January 15:04 UTC")
	}
	return t.Format("2 January 2006 15:04 UTC")
}

// because gives the clause that says what happened, without what to do about it.
func because(err error) string {
	var said *brief.Error
	if errors.As(err, &said) {
		return said.What
	}
	return "the reports could not be kept here"
}

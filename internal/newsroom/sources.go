package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"time"

	"livebrief/internal/brief"
)

// sourceCommand holds the acts on sources.
type sourceCommand struct {
	Add    sourceAdd    `cmd:"" help:"Watch a feed, a page or a folder."`
	List   sourceList   `cmd:"" help:"List sources with their health."`
	Test   sourceTest   `cmd:"" help:"Look at an address once and say what a source there would bring."`
	Remove sourceRemove `cmd:"" help:"Stop watching; reports that came stay."`
}

type sourceAdd struct {
	Address  string        `arg:"" help:"Address of a feed or page, or path of a folder."`
	Name     string        `help:"Name of the outlet." required:"" placeholder:"NAME"`
	Kind     string        `help:"press, official, partisan, state, anonymous, or own." enum:"press,official,partisan,state,anonymous,own" default:"press"`
	Briefing string        `help:"Briefing that receives the reports." placeholder:"B"`
	Language string        `help:"Language of the source." placeholder:"TAG"`
	Every    time.Duration `help:"Time between two looks." default:"5m"`
}

// Run adds the source.
func (s *sourceAdd) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	var answer struct {
		Source brief.Source `json:"source"`
	}
	err = cl.do(ctx, request{method: "POST", path: "/api/sources", body: map[string]any{"address": s.Address, "name": s.Name,
		"kind": s.Kind, "briefing": s.Briefing, "language": s.Language, "every": s.Every.String()}}, &answer)
	if err != nil {
		return err
	}
	return c.print(std.Out, answer.Source, func(out io.Writer) {
		fmt.Fprintf(out, "watching %s as %s\n", s.Address, answer.Source.ID)
	})
}

type sourceList struct{}

// Run lists sources.
func (s *sourceList) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	var answer struct {
		Sources []brief.Source `json:"sources"`
	}
	if err := cl.do(ctx, request{method: "GET", path: "/api/sources"}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer.Sources, func(out io.Writer) {
		for _, s := range answer.Sources {
			fmt.Fprintf(out, "%s  %-9s  %-9s  %s\n    %s\n    %s\n", s.ID, s.Kind, s.Health, s.Name, s.Address, s.Sentence)
		}
	})
}

type sourceTest struct {
	Address string `arg:"" help:"Address of a feed or page."`
}

// Run looks once.
func (s *sourceTest) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	var answer struct {
		Format   string `json:"format"`
		Title    string `json:"title"`
		Sentence string `json:"sentence"`
		Items    []struct {
			Title string `json:"title"`
		} `json:"items"`
	}
	if err := cl.do(ctx, request{method: "POST", path: "/api/sources/test", body: map[string]string{"address": s.Address}}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer, func(out io.Writer) {
		fmt.Fprintf(out, "%s (%s)\n%s\n", answer.Title, answer.Format, answer.Sentence)
		for _, it := range answer.Items {
			fmt.Fprintf(out, "  %s\n", it.Title)
		}
	})
}

type sourceRemove struct {
	ID string `arg:"" help:"Id of the source."`
}

// Run stops watching.
func (s *sourceRemove) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	if err := cl.do(ctx, request{method: "DELETE", path: "/api/sources/" + url.PathEscape(s.ID)}, nil); err != nil {
		return err
	}
	fmt.Fprintf(std.Out, "no longer watching %s\n", s.ID)
	return nil
}

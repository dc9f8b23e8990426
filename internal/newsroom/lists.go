package newsroom

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"livebrief/internal/brief"
)

// listsCommand holds the acts on the lists of a briefing.
type listsCommand struct {
	Show listsShow `cmd:"" help:"Print a list; its revision goes to standard error."`
	Set  listsSet  `cmd:"" help:"Put a file, or standard input, in place of a list."`
}

// whichList names a list of a briefing.
type whichList struct {
	Name     string `arg:"" help:"names, places or tracks." enum:"names,places,tracks"`
	Briefing string `help:"Briefing." required:"" placeholder:"B"`
}

func (w whichList) path() string {
	return "/api/briefings/" + url.PathEscape(w.Briefing) + "/lists/" + w.Name
}

// get gives the list as it stands.
func (w whichList) get(ctx context.Context, cl *client) (brief.DeskList, error) {
	l := brief.DeskList{Name: brief.ListName(w.Name)}
	text, tag, err := cl.text(ctx, w.path())
	if err != nil {
		return l, err
	}
	if l.Rev, err = strconv.Atoi(tag); err != nil {
		return l, brief.Unavailable("the answer of "+cl.base+" is not a desk's", "check --server", err)
	}
	l.Text = text
	return l, nil
}

type listsShow struct {
	whichList `embed:""`
}

// Run prints the list.
func (s *listsShow) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	l, err := s.get(ctx, cl)
	if err != nil {
		return err
	}
	return c.print(std.Out, listShown{l.Name, l.Rev, l.Text}, func(out io.Writer) {
		fmt.Fprint(out, l.Text)
		fmt.Fprintf(std.Err, "revision %d\n", l.Rev)
	})
}

// listShown is a list as --format json prints it.
type listShown struct {
	List brief.ListName `json:"list"`
	Rev  int            `json:"rev"`
	Text string         `json:"text"`
}

type listsSet struct {
	whichList `embed:""`
	File      string `arg:"" optional:"" help:"File, or - for standard input." default:"-"`
	Rev       *int   `help:"Revision that the file was made from, as show tells it; without it, the one that stands." placeholder:"N"`
}

// Run puts the list in place.
func (s *listsSet) Run(ctx context.Context, std *Streams, c *Common) error {
	raw, err := readInput(s.File, std.In)
	if err != nil {
		return err
	}
	cl, err := c.client()
	if err != nil {
		return err
	}
	rev := s.Rev
	if rev == nil {
		stands, err := s.get(ctx, cl)
		if err != nil {
			return err
		}
		rev = &stands.Rev
	}
	var kept brief.DeskList
	err = cl.do(ctx, request{method: http.MethodPut, path: s.path(), raw: bytes.NewReader(raw), contentType: "text/plain; charset=utf-8",
		ifMatch: revision(*rev)}, &kept)
	if err != nil {
		return err
	}
	return c.print(std.Out, listShown{kept.Name, kept.Rev, kept.Text}, func(out io.Writer) {
		fmt.Fprintf(out, "kept the list of %s of %s as revision %d\n", kept.Name, s.Briefing, kept.Rev)
	})
}

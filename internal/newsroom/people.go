package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/url"

	"livebrief/internal/brief"
)

// personCommand holds the acts on people.
type personCommand struct {
	Add    personAdd    `cmd:"" help:"Add a person and print their token once."`
	List   personList   `cmd:"" help:"List the people of the desk."`
	Revoke personRevoke `cmd:"" help:"End a person's access at once."`
}

type personAdd struct {
	Name string `arg:"" help:"Name of the person; never shown in public."`
	Role string `help:"reporter, editor or chief." required:"" enum:"reporter,editor,chief"`
}

// Run adds the person.
func (p *personAdd) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	var answer struct {
		Person brief.Person `json:"person"`
		Token  string       `json:"token"`
	}
	err = cl.do(ctx, request{method: "POST", path: "/api/people", body: map[string]string{"name": p.Name, "role": p.Role}}, &answer)
	if err != nil {
		return err
	}
	return c.print(std.Out, answer, func(out io.Writer) {
		fmt.Fprintf(out, "%s (%s) is %s; the token is shown this once:\n%s\n", p.Name, p.Role, answer.Person.ID, answer.Token)
	})
}

type personList struct{}

// Run lists people.
func (p *personList) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	var answer struct {
		People []brief.Person `json:"people"`
	}
	if err := cl.do(ctx, request{method: "GET", path: "/api/people"}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer.People, func(out io.Writer) {
		for _, p := range answer.People {
			state := "since " + p.Added.Format("2006-01-02")
			if !p.Revoked.IsZero() {
				state = "revoked " + p.Revoked.Format("2006-01-02")
			}
			fmt.Fprintf(out, "%s  %-8s  %s  %s\n", p.ID, p.Role, p.Name, state)
		}
	})
}

type personRevoke struct {
	ID string `arg:"" help:"Id of the person."`
}

// Run ends the person's access.
func (p *personRevoke) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	if err := cl.do(ctx, request{method: "DELETE", path: "/api/people/" + url.PathEscape(p.ID)}, nil); err != nil {
		return err
	}
	fmt.Fprintf(std.Out, "revoked %s\n", p.ID)
	return nil
}

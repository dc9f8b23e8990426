package newsroom

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"livebrief/internal/relay"
)

// edgeCommand serves readers from another machine than the newsroom's: no desk, no key, no person.
type edgeCommand struct {
	EdgeSettings
}

// EdgeSettings are what an edge is opened with.
type EdgeSettings struct {
	NATS      string   `help:"Follow a newsroom over its NATS: nats://USER:PASSWORD@HOST:PORT, several parted by commas, or a file that holds the address." name:"nats" placeholder:"URL|FILE" env:"LIVEBRIEF_NATS"`
	Upstream  string   `help:"Follow a briefing server or a mirror over HTTPS: its address." placeholder:"URL" env:"LIVEBRIEF_UPSTREAM"`
	Key       []string `help:"Follow only records for which this public key, or fingerprint, answers; or a file with it; may be given again. Without one the first that is met is believed." placeholder:"KEY|FILE" sep:"none" env:"LIVEBRIEF_KEY"`
	Listen    string   `help:"Where readers are served." default:"127.0.0.1:8080" placeholder:"HOST:PORT" env:"LIVEBRIEF_LISTEN"`
	PublicURL string   `help:"Address under which readers reach the listener, for feeds and cards." placeholder:"URL" env:"LIVEBRIEF_PUBLIC_URL"`
	ReadersTLS
	LimitSettings
}

// Run follows and serves until it is told to stop.
func (k *edgeCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	edge, err := OpenEdge(ctx, c.Data, k.EdgeSettings, std.Err)
	if err != nil {
		return err
	}
	defer edge.Close()
	defer collectServing()()
	return edge.Run(ctx, std.Out)
}

// source opens the way to the newsroom; told hears what is wrong with it meanwhile.
func (s *EdgeSettings) source(told func(error)) (relay.Source, error) {
	if (s.Upstream == "") == (s.NATS == "") {
		return nil, usageError{errors.New("say whom to follow: --upstream https://live.example.org/, or --nats nats://...")}
	}
	if s.NATS != "" {
		address, err := natsAddress(s.NATS)
		if err != nil {
			return nil, err
		}
		listener, err := relay.Listen(address, time.Now, told)
		if err != nil {
			return nil, err
		}
		return listener, nil
	}
	upstream, err := relay.CheckUpstream(s.Upstream)
	if err != nil {
		return nil, usageError{err}
	}
	agent := "livebrief-edge"
	if s.PublicURL != "" {
		agent += " (+" + s.PublicURL + ")"
	}
	return relay.NewTail(upstream, agent, time.Now), nil
}

// natsAddress takes the addresses of a NATS, or the file in which a newsroom left the one for its edges.
func natsAddress(text string) (string, error) {
	if !strings.Contains(text, "://") {
		raw, err := readSmall(text, "--nats")
		if err != nil {
			return "", err
		}
		text = strings.TrimSpace(string(raw))
	}
	for one := range strings.SplitSeq(text, ",") {
		u, err := url.Parse(strings.TrimSpace(one))
		if err != nil || u.Host == "" || u.Scheme != "nats" && u.Scheme != "tls" && u.Scheme != "ws" && u.Scheme != "wss" {
			return "", usageError{errors.New("--nats is no address such as nats://USER:PASSWORD@nats.example.org:4222, and no file that holds one")}
		}
	}
	return text, nil
}

// given reads the keys of --key.
func (s *EdgeSettings) given() ([]string, error) {
	var keys []string
	for _, name := range s.Key {
		key, err := keyNamed(name)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

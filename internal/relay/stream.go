package relay

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"livebrief/internal/brief"
)

// streamName is the one stream of a NATS that is used.
const streamName = "LIVEBRIEF"

// streamSubjects are what it carries.
func streamSubjects() []string {
	return []string{entryPrefix + ">", partPrefix + ">", headPrefix + ">"}
}

const (
	// duplicateWindow is how long the stream knows the ids of its messages.
	duplicateWindow = 2 * time.Minute
	// maxConsumers bounds how many edges may follow at a time.
	maxConsumers = 4096
	// apiPatience bounds a question to the stream.
	apiPatience = 5 * time.Second
	// pingEvery and pingsLost are how soon a line that is dead is noticed.
	pingEvery = 2 * time.Second
	pingsLost = 2
)

// streamConfig is how the stream has to be. It is full rather than forgetful: a message is dropped for nothing but the one
// that takes its place.
func streamConfig(replicas int) jetstream.StreamConfig {
	return jetstream.StreamConfig{Name: streamName, Description: "the record of briefings, filled by livebrief",
		Subjects: streamSubjects(), Retention: jetstream.LimitsPolicy, Storage: jetstream.FileStorage, Discard: jetstream.DiscardNew,
		MaxMsgsPerSubject: 1, Duplicates: duplicateWindow, Replicas: replicas, AllowDirect: true, MaxConsumers: maxConsumers}
}

// checkStream refuses a stream that somebody else made for something else.
func checkStream(c jetstream.StreamConfig) error {
	want := streamSubjects()
	got := slices.Sorted(slices.Values(c.Subjects))
	slices.Sort(want)
	other := ""
	switch {
	case !slices.Equal(got, want):
		other = fmt.Sprintf("it carries %.200s", strings.Join(got, ", "))
	case c.MaxMsgsPerSubject != 1:
		other = fmt.Sprintf("it keeps %d messages on a subject and not one, so that removed texts would stay", c.MaxMsgsPerSubject)
	case c.Retention != jetstream.LimitsPolicy || c.MaxAge != 0 || c.MaxMsgs > 0:
		other = "it forgets what it was given"
	case c.Mirror != nil || len(c.Sources) > 0 || c.Sealed:
		other = "it is a copy of another stream"
	case !c.AllowDirect:
		other = "single messages cannot be had from it"
	}
	if other == "" {
		return nil
	}
	return brief.Invalid("the stream "+streamName+" of this NATS is another than livebrief makes: "+other,
		"take an account or a cluster of its own for livebrief, or remove that stream")
}

// connection is a line to a NATS. It comes back by itself for as long as it is open.
type connection struct {
	*nats.Conn
	js jetstream.JetStream
}

// dial opens the line. A server that is away is waited for; what is wrong for good, such as a refused password, is an error
// at once, unless patient waits for that too. told hears in a sentence what happens on the line.
func dial(address, name string, patient bool, told func(error), up func(), more ...nats.Option) (*connection, error) {
	options := append([]nats.Option{
		nats.Name(name), nats.MaxReconnects(-1), nats.ReconnectWait(500 * time.Millisecond), nats.ReconnectJitter(500*time.Millisecond, time.Second),
		nats.Timeout(apiPatience), nats.PingInterval(pingEvery), nats.MaxPingsOutstanding(pingsLost), nats.IgnoreAuthErrorAbort(),
		nats.ReconnectBufSize(-1), nats.NoEcho(),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				told(explain(err))
			}
		}),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { told(explain(err)) }),
		nats.ReconnectHandler(func(*nats.Conn) { up() }), nats.ConnectHandler(func(*nats.Conn) { up() }),
	}, more...)
	nc, err := nats.Connect(address, options...)
	if err != nil {
		if err = explain(err); brief.KindOf(err) != brief.KindUnavailable && !patient {
			return nil, err
		}
		told(err)
		if nc, err = nats.Connect(address, append(options, nats.RetryOnFailedConnect(true))...); err != nil {
			return nil, explain(err)
		}
	}
	js, err := jetstream.New(nc)
	if err != nil {
		nc.Close()
		return nil, explain(err)
	}
	return &connection{nc, js}, nil
}

// away tells whether the line is down.
func (c *connection) away() error {
	if c.IsConnected() {
		return nil
	}
	return brief.Unavailable("the NATS server is out of reach", "it is tried again", c.LastError())
}

// explain makes a sentence of what went wrong with NATS. Addresses are left out: they may hold a password.
func explain(err error) error {
	var said *brief.Error
	var op *net.OpError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &said), errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired), errors.Is(err, nats.ErrAuthRevoked):
		return &brief.Error{Kind: brief.KindForbidden, What: "the NATS server refuses the user or the password", Do: "check the address: nats://USER:PASSWORD@HOST:PORT", Err: err}
	case errors.Is(err, nats.ErrPermissionViolation):
		return &brief.Error{Kind: brief.KindForbidden, What: "the NATS server does not let this user do what is needed", Do: "give it the permissions that docs/growth.md lists", Err: err}
	case errors.Is(err, jetstream.ErrJetStreamNotEnabled), errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount):
		return &brief.Error{Kind: brief.KindInvalid, What: "the NATS server has no JetStream for this user", Do: "switch it on there, or use another server", Err: err}
	case errors.Is(err, jetstream.ErrStreamNotFound):
		return brief.Unavailable("the NATS server has no stream "+streamName, "the newsroom makes it when it starts with --nats or --nats-listen", err)
	case errors.Is(err, nats.ErrSecureConnRequired), errors.Is(err, nats.ErrSecureConnWanted):
		return &brief.Error{Kind: brief.KindInvalid, What: "the NATS server and this side disagree on encryption", Do: "use tls:// for a server with TLS, nats:// for one without", Err: err}
	case errors.Is(err, nats.ErrNoResponders), errors.Is(err, jetstream.ErrNoStreamResponse):
		return brief.Unavailable("nobody answers for the JetStream of this NATS", "wait until its cluster has a leader; or JetStream is off there", err)
	case errors.Is(err, nats.ErrTimeout), errors.Is(err, context.DeadlineExceeded):
		return brief.Unavailable("the NATS server did not answer in time", "it is tried again", err)
	case errors.As(err, &op):
		return brief.Unavailable(fmt.Sprintf("the NATS server is out of reach (%v)", op.Err), "it is tried again", err)
	}
	return brief.Unavailable(fmt.Sprintf("the NATS server is out of reach (%v)", err), "it is tried again", err)
}

// asked gives what is asked of a stream a time.
func asked(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, apiPatience)
}

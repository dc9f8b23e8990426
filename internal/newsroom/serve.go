package newsroom

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
)

// serveCommand serves readers and the desk.
type serveCommand struct {
	Settings
	Sample bool `help:"Put the sample briefing into an empty data folder."`
}

// Settings are what a newsroom is opened with.
type Settings struct {
	Store     string   `help:"Store: a file, sqlite:///FILE or postgres://...; a file in the data folder when not given." placeholder:"URL" env:"LIVEBRIEF_STORE"`
	Listen    string   `help:"Where readers are served." default:"127.0.0.1:8080" placeholder:"HOST:PORT" env:"LIVEBRIEF_LISTEN"`
	Desk      string   `help:"Where the desk is served; keep it away from readers." default:"127.0.0.1:8081" placeholder:"HOST:PORT" env:"LIVEBRIEF_DESK"`
	DeskHTTPS bool     `help:"Browsers reach the desk by https, through a proxy: bind its cookie to that." name:"desk-https" env:"LIVEBRIEF_DESK_HTTPS"`
	PublicURL string   `help:"Address under which readers reach the listener, for feeds and cards." placeholder:"URL" env:"LIVEBRIEF_PUBLIC_URL"`
	AllowNet  []string `help:"Networks (CIDR) that the outbound client may reach although they are not public, for feeds in the house." placeholder:"NET" env:"LIVEBRIEF_ALLOW_NET"`
	RelaySettings
	TLSSettings
	LimitSettings
}

// Run serves until it is told to stop.
func (s *serveCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	room, err := Open(ctx, c.Data, s.Settings, std.Err)
	if err != nil {
		return err
	}
	defer room.Close()
	if s.Sample {
		if err := room.loadSample(ctx); err != nil {
			return fmt.Errorf("loading the sample: %w", err)
		}
	}
	defer collectServing()()
	return room.Run(ctx, std.Out)
}

// servingGarbage is how much of its live memory, in percent, a server lets garbage take before it is collected. Answers make
// garbage all the time while what lives is small and stays: at the usual 100 a tenth of the answers is lost to collecting.
const servingGarbage = 200

// collectServing collects at the pace of a server until back is called, unless GOGC says at which.
func collectServing() (back func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	was := debug.SetGCPercent(servingGarbage)
	return func() { debug.SetGCPercent(was) }
}

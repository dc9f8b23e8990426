package newsroom

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/mirror"
	"livebrief/internal/web"
)

// mirrorCommand looks after mirrors.
type mirrorCommand struct {
	Serve mirrorServeCommand `cmd:"" help:"Serve a copy as plain files."`
}

// mirrorServeCommand serves a copy. It stands alone: no data folder, no key, no desk.
type mirrorServeCommand struct {
	Dir    string `arg:"" help:"The folder of the copy." placeholder:"DIR"`
	Listen string `help:"HOST:PORT, or unix:/PATH for a socket that a proxy or Tor reaches." default:"127.0.0.1:8082" placeholder:"ADDRESS"`
	Onion  string `help:"Address of the same copy as an onion service, told to Tor Browser." placeholder:"URL"`
	ConnectionSettings
}

// answerPatience is how long a slow reader may take for one file.
const answerPatience = 5 * time.Minute

// Run checks the copy once, then serves it until it is told to stop.
func (k *mirrorServeCommand) Run(ctx context.Context, std *Streams, _ *Common) error {
	onion, err := checkOnion(k.Onion)
	if err != nil {
		return err
	}
	if err := k.verify(ctx, std); err != nil {
		return err
	}
	stand, err := mirror.OpenStand(k.Dir, func(sentence string) { fmt.Fprintln(std.Err, "livebrief:", sentence) })
	if err != nil {
		return err
	}
	defer stand.Close()
	log := slog.New(slog.NewTextHandler(std.Err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	limits, err := k.limits(log)
	if err != nil {
		return err
	}
	listener, address, err := listenAnywhere(k.Listen)
	if err != nil {
		return err
	}
	server := newReadersServer(web.NewMirror(web.MirrorConfig{Copy: stand, Onion: onion, Logger: log}))
	server.WriteTimeout = answerPatience
	seq, origin := stand.Edition()
	fmt.Fprintf(std.Out, "mirror %s edition %d of %s\n", address, seq, origin)
	return serveUntil(ctx, server, limits.before(listener, true, log))
}

// verify refuses a folder that is no copy, or none that is whole.
func (k *mirrorServeCommand) verify(ctx context.Context, std *Streams) error {
	folder, err := mirror.OpenFolder(k.Dir)
	if err != nil {
		return brief.Invalid(fmt.Sprintf("the folder %s cannot be read (%v)", k.Dir, rootCause(err)), "name one that `livebrief export` wrote")
	}
	defer folder.Close()
	if !folder.IsCopy() {
		return brief.Invalid(fmt.Sprintf("the folder %s is no copy of a briefing", k.Dir), "name one that `livebrief export` wrote")
	}
	result, err := mirror.Verify(ctx, folder, mirror.Options{Now: time.Now(), Progress: progressOf(std.Progress)})
	if err != nil {
		return err
	}
	fmt.Fprint(std.Progress, "\r\033[K")
	if v := result.Verdict(); v <= mirror.Incomplete {
		for _, f := range result.Faults {
			fmt.Fprintln(std.Out, f)
		}
		return verdictError{v, fmt.Errorf("%s is not served: %s", k.Dir, judgement(v))}
	}
	return nil
}

// checkOnion takes the address of an onion service, with or without a slash at its end.
func checkOnion(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !strings.HasSuffix(u.Hostname(), ".onion") || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", usageError{fmt.Errorf("--onion %q is not an address such as http://....onion/", text)}
	}
	return strings.TrimSuffix(u.String(), "/") + "/", nil
}

// listenAnywhere takes HOST:PORT, or unix:/PATH, and gives the address as it is announced.
func listenAnywhere(address string) (net.Listener, string, error) {
	path, socket := strings.CutPrefix(address, "unix:")
	if !socket {
		l, err := listen(address, "--listen")
		if err != nil {
			return nil, "", err
		}
		return l, "http://" + l.Addr().String() + "/", nil
	}
	if err := removeStale(path); err != nil {
		return nil, "", err
	}
	l, err := net.Listen("unix", path)
	if err == nil {
		if err = os.Chmod(path, 0o660); err != nil {
			err = errors.Join(err, l.Close())
		}
	}
	if err != nil {
		return nil, "", brief.Unavailable(fmt.Sprintf("the socket %s cannot be made (%v)", path, rootNetCause(err)), "choose another with --listen, or check the owner of its folder", err)
	}
	return l, address, nil
}

// removeStale removes a socket on which nobody answers any more. Whatever else stands there is left alone.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return brief.Unavailable(fmt.Sprintf("the socket %s cannot be looked at (%v)", path, rootCause(err)), "choose another with --listen", err)
	case info.Mode()&os.ModeSocket == 0:
		return brief.Invalid(path+" is there, and is no socket", "choose another place with --listen")
	}
	if c, err := net.Dial("unix", path); err == nil {
		return errors.Join(brief.Unavailable("the socket "+path+" is in use", "stop what listens there, or choose another with --listen", nil), c.Close())
	}
	if err := os.Remove(path); err != nil {
		return brief.Unavailable(fmt.Sprintf("the stale socket %s cannot be removed (%v)", path, rootCause(err)), "remove it, or choose another with --listen", err)
	}
	return nil
}

// serveUntil serves until ctx ends, and lets open answers finish.
func serveUntil(ctx context.Context, s *http.Server, l net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	_, err := shutDown(s) // who is cut asks again
	return err
}

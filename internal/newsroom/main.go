package newsroom

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
	"golang.org/x/term"
)

// Streams are what a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	// Progress is where progress goes: standard error when that is a terminal, nowhere otherwise.
	Progress io.Writer
	// Columns is the width of the terminal that Out is, 0 when it is none.
	Columns int
}

// Std gives the streams of the process.
func Std() Streams {
	s := Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Progress: io.Discard}
	if info, err := os.Stderr.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		s.Progress = os.Stderr
	}
	if out := int(os.Stdout.Fd()); term.IsTerminal(out) {
		s.Columns = narrow
		if columns, _, err := term.GetSize(out); err == nil && columns > 0 {
			s.Columns = columns
		}
	}
	return s
}

// exited carries the code of a command line that ends in the parser, such as --help.
type exited int

// Main runs one command line and gives its exit code. An error is said once, on standard error, in a sentence.
func Main(ctx context.Context, args []string, std Streams) (code int) {
	defer func() {
		if r := recover(); r != nil {
			early, ok := r.(exited)
			if !ok {
				panic(r)
			}
			code = int(early)
		}
	}()
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // whoever asks a second time does not wait
	var line commandLine
	parser, err := kong.New(&line, kong.Name("livebrief"), kong.Description(about),
		kong.Writers(std.Out, std.Err), kong.Exit(func(c int) { panic(exited(c)) }),
		kong.Configuration(settingsFile), kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}))
	if err != nil {
		fmt.Fprintln(std.Err, "livebrief:", err)
		return exitFailure
	}
	run, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(std.Err, "livebrief: %v; `livebrief --help` lists commands and flags\n", err)
		return exitUsage
	}
	run.BindTo(ctx, (*context.Context)(nil))
	if err := run.Run(&std, &line.Common); err != nil {
		fmt.Fprintln(std.Err, "livebrief:", err)
		return exitCode(err)
	}
	return exitOK
}

// settingsFile reads the file of --config: a JSON object with the names of flags as keys. A flag on the command line
// goes before the environment, and the environment before the file.
func settingsFile(r io.Reader) (kong.Resolver, error) {
	resolver, err := kong.JSON(r)
	if err == nil {
		return kong.ResolverFunc(func(ctx *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
			for _, name := range flag.Envs {
				if _, set := os.LookupEnv(name); set {
					return nil, nil
				}
			}
			return resolver.Resolve(ctx, parent, flag)
		}), nil
	}
	name := "of --config"
	if file, ok := r.(interface{ Name() string }); ok {
		name = file.Name()
	}
	return nil, fmt.Errorf("the settings file %s is no JSON object (%w)", name, err)
}

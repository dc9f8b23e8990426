package newsroom

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/doctor"
	"livebrief/internal/intake"
)

// doctorCommand examines a public address. It stands alone: no server, no data folder.
type doctorCommand struct {
	Address  string        `arg:"" help:"The address that readers use: of a server or of one briefing." placeholder:"URL"`
	Key      string        `help:"The publisher's public key, or a file that holds it; the one that the record declares first when not given." placeholder:"KEY|FILE"`
	Patience time.Duration `help:"How long an answer, and the first word of a stream, may take." default:"10s" placeholder:"D"`
	Quick    bool          `help:"Do not wait for the stream's sign of life, which takes up to half a minute."`
	AllowNet []string      `help:"Networks (CIDR) that may be reached although they are not public, on any port." placeholder:"NET" env:"LIVEBRIEF_ALLOW_NET"`
}

// Run examines and prints one line for each check.
func (k *doctorCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	allow, err := parseNets("--allow-net", k.AllowNet)
	if err != nil {
		return err
	}
	if k.Patience < time.Second || k.Patience > 5*time.Minute {
		return usageError{fmt.Errorf("--patience %s is not between 1s and 5m", k.Patience)}
	}
	key, err := k.key()
	if err != nil {
		return err
	}
	client := intake.NewClient(intake.Options{Allow: allow, HeaderTimeout: k.Patience})
	defer client.Close()
	report, err := doctor.Examine(ctx, client.Ask, k.Address, doctor.Options{Patience: k.Patience, Quick: k.Quick, Key: key})
	if brief.KindOf(err) == brief.KindInvalid {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	if err := c.print(std.Out, report, func(w io.Writer) { printReport(w, report) }); err != nil {
		return err
	}
	if report.Worst() == doctor.Fault {
		return fmt.Errorf("%s: readers do not get what the server sends; mend the faults above", report.Address)
	}
	return nil
}

// key reads --key: the key itself or a file that holds it.
func (k *doctorCommand) key() (string, error) {
	if k.Key == "" || known(k.Key) {
		return k.Key, nil
	}
	raw, err := os.ReadFile(k.Key)
	text := strings.TrimSpace(string(raw[:min(len(raw), 4096)]))
	if err != nil || !known(text) {
		return "", usageError{fmt.Errorf("--key is no key and no file that holds one")}
	}
	return text, nil
}

func printReport(w io.Writer, r *doctor.Report) {
	fmt.Fprintf(w, "examined   %s\n", r.Address)
	for _, f := range r.Findings {
		fmt.Fprintf(w, "%-8s  %s: %s\n", f.Verdict, f.Check, f.What)
		if f.Do != "" {
			fmt.Fprintf(w, "          %s\n", f.Do)
		}
	}
	fmt.Fprintf(w, "not shown  %s\n", r.NotShown)
}

package newsroom

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/measure"
)

// measureCommand scores the reader without any server. A new kind is one more field with a Run of its own.
type measureCommand struct {
	Dates      measureDatesCommand      `cmd:"" help:"Score dates against what people noted: TimeML, or texts with .when.ann files."`
	Statements measureStatementsCommand `cmd:"" help:"Score statements against what people noted: texts with .said.ann files."`
	Text       measureTextCommand       `cmd:"" help:"Score the main text of pages against what a person took out of them: ID.html with ID.txt."`
	Copies     measureCopiesCommand     `cmd:"" help:"Score the finding of copies, on texts made from a folder of texts."`
}

// measured are the flags of every kind. The reader stands first among the systems.
type measured struct {
	Dir       string    `arg:"" help:"Folder of texts with their notes, and index.tsv if it has one."`
	Half      string    `help:"Which half is scored. The test half is for figures that are published; rules are written without it." enum:"development,test,all" default:"development"`
	Anchor    string    `help:"What relative dates start from: the day of publication (news) or the date told last (narrative)." enum:"news,narrative" default:"news"`
	Published time.Time `help:"When the texts were published, where neither index.tsv nor the text says so." format:"2006-01-02" placeholder:"DAY"`
	Worst     int       `help:"List what the reader missed and invented in this many texts, the worst first; of the development half only." placeholder:"N"`
	Rivals    bool      `help:"Score the rivals beside the reader, go-dateparser only in builds with the tag rivals; some take minutes on long texts." default:"true" negatable:""`
	Second    bool      `help:"Score the second person's notes (folder second) against the first's, on the texts that have both."`
}

// measureDatesCommand is livebrief measure dates.
type measureDatesCommand struct{ measured }

// measureStatementsCommand is livebrief measure statements.
type measureStatementsCommand struct{ measured }

// Run scores dates.
func (k *measureDatesCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	return measuring[measure.DatedText]{
		kind: "dates", notes: []string{".when.ann", ".ann"}, measures: measure.DateMeasures,
		systems: measure.DateSystems(k.Anchor), second: measure.SecondDates(), misses: measure.DateMisses(k.Anchor),
		read: datedText, hasSecond: func(d measure.DatedText) bool { return d.HasSecond },
	}.run(ctx, k.measured, std, c)
}

// Run scores statements.
func (k *measureStatementsCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	return measuring[measure.QuotedText]{
		kind: "statements", notes: []string{".said.ann", ".ann"}, measures: measure.StatementMeasures,
		systems: measure.StatementSystems(k.Anchor), second: measure.SecondStatements(), misses: measure.StatementMisses(k.Anchor),
		read: quotedText, hasSecond: func(q measure.QuotedText) bool { return q.HasSecond },
	}.run(ctx, k.measured, std, c)
}

// measuring is one kind of measurement: how its files are called and read, and how it is scored.
type measuring[T any] struct {
	kind      string
	notes     []string
	measures  []measure.Measure
	systems   []measure.System[T]
	second    measure.System[T]
	misses    func(T) measure.Misses
	read      func(noteFiles) (T, error)
	hasSecond func(T) bool
}

// run reads the folder, scores and prints.
func (m measuring[T]) run(ctx context.Context, flags measured, std *Streams, c *Common) error {
	if flags.Worst < 0 {
		return usageError{fmt.Errorf("--worst is a number of texts")}
	}
	if flags.Worst > 0 && flags.Half != measure.Development {
		return usageError{fmt.Errorf("what is wrong in the test half is not shown, since rules that were written with it in view could not be measured by it; take --half development")}
	}
	files, err := readNotes(flags, m.kind, m.notes)
	if err != nil {
		return err
	}
	var texts []T
	for _, f := range files {
		t, err := m.read(f)
		if err != nil {
			return err
		}
		if !flags.Second || m.hasSecond(t) {
			texts = append(texts, t)
		}
	}
	systems := m.systems
	if !flags.Rivals {
		systems = systems[:1]
	}
	if flags.Second {
		systems = append(slices.Clone(systems), m.second)
		if len(texts) == 0 {
			return brief.Invalid("no text here has notes of a second person", "put them into the folder second, by the same names")
		}
	}
	result, err := measure.Run(ctx, m.kind, m.measures, systems, texts, func(done int) {
		fmt.Fprintf(std.Progress, "\r\033[K%d of %d texts", done, len(texts))
	})
	fmt.Fprint(std.Progress, "\r\033[K")
	if err != nil {
		return err
	}
	result.Half, result.Worst = flags.Half, measure.Worst(texts, flags.Worst, m.misses)
	return c.print(std.Out, result, func(out io.Writer) { printMeasured(out, result) })
}

// printMeasured prints a measurement for people: a block for each measure, a line for each system.
func printMeasured(out io.Writer, r measure.Result) {
	texts := fmt.Sprintf("%d texts", r.Documents)
	if r.Documents == 1 {
		texts = "1 text"
	}
	fmt.Fprintf(out, "%s: %s (%s); intervals hold 95 %% of %d resamples of the texts\n", r.Kind, texts, r.Half, r.Samples)
	for i, m := range r.Measures {
		fmt.Fprintf(out, "\n%s: %s\n", m.Name, m.Means)
		for _, line := range r.Systems {
			s := line.Scores[i]
			if m.Accuracy {
				fmt.Fprintf(out, "  %-16s right     %s                of %.0f\n", line.System, interval(s.Precision, s.Found), s.Found)
				continue
			}
			mean := ""
			if m.Macro {
				mean = "   mean of the texts " + interval(s.MacroF1, s.Found+s.Noted)
			}
			fmt.Fprintf(out, "  %-16s precision %s recall %s F1 %s   found %.0f, noted %.0f%s\n", line.System,
				plain(s.Precision, s.Found), plain(s.Recall, s.Noted), interval(s.F1, s.Found+s.Noted), s.Found, s.Noted, mean)
		}
	}
	for _, line := range r.Systems {
		printConfusion(out, line)
	}
	for _, w := range r.Worst {
		fmt.Fprintf(out, "\n%s: %d\n", w.Document, len(w.List))
		for _, m := range w.List {
			fmt.Fprintf(out, "  %-8s noted: %s\n           found: %s\n           in: %s\n", m.What, m.Noted, m.Found, m.Sentence)
		}
	}
}

// printConfusion prints what was found for what was noted.
func printConfusion(out io.Writer, line measure.Line) {
	if len(line.Confusion) == 0 {
		return
	}
	fmt.Fprintf(out, "\n%s, noted as: found as\n", line.System)
	for _, noted := range slices.Sorted(maps.Keys(line.Confusion)) {
		var cells []string
		for _, found := range slices.Sorted(maps.Keys(line.Confusion[noted])) {
			cells = append(cells, fmt.Sprintf("%s %d", found, line.Confusion[noted][found]))
		}
		fmt.Fprintf(out, "  %-10s %s\n", noted, strings.Join(cells, ", "))
	}
}

// plain writes a share, "-" when there was nothing to divide by.
func plain(f measure.Figure, of float64) string {
	if of == 0 {
		return "   - "
	}
	return fmt.Sprintf("%.3f", f.Value)
}

func interval(f measure.Figure, of float64) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f (%.3f to %.3f)", f.Value, f.Low, f.High)
}

package newsroom

import (
	"context"

	"livebrief/internal/measure"
)

// measureTextCommand is livebrief measure text.
type measureTextCommand struct {
	Dir    string `arg:"" help:"Folder of pages (ID.html) with their main text (ID.txt), and index.tsv if it has one."`
	Half   string `help:"Which half is scored. The test half is for figures that are published; rules are written without it." enum:"development,test,all" default:"development"`
	Worst  int    `help:"List the lines that were left out and those that do not belong there in this many pages, the worst first; of the development half only." placeholder:"N"`
	Rivals bool   `help:"Score the rivals beside the reader." default:"true" negatable:""`
}

// Run scores the main text of pages. The page stands where other kinds have their notes.
func (k *measureTextCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	return measuring[measure.Page]{
		kind: "text", notes: []string{".html", ".htm"}, measures: measure.PageMeasures, systems: measure.PageSystems(), misses: measure.PageMisses,
		read: func(f noteFiles) (measure.Page, error) { return measure.NewPage(f.notesName, f.notes, f.raw) },
	}.run(ctx, measured{Dir: k.Dir, Half: k.Half, Worst: k.Worst, Rivals: k.Rivals}, std, c)
}

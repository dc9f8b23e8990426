package newsroom

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"livebrief/internal/brief"
	"livebrief/internal/measure"
)

// measureCopiesCommand is livebrief measure copies.
type measureCopiesCommand struct {
	Dir  string `arg:"" help:"Folder of texts, and index.tsv if it has one. Notes are not needed."`
	Half string `help:"Which half the texts are made from. The test half is for figures that are published." enum:"development,test,all" default:"development"`
}

// Run makes copies of the texts and scores what is found.
func (k *measureCopiesCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	entries, _, err := listTexts(k.Dir)
	if err != nil {
		return err
	}
	var texts []measure.Text
	for _, e := range measure.Halve(entries) {
		if k.Half != measure.All && e.Half != k.Half || filepath.Ext(e.File) != ".txt" {
			continue
		}
		raw, err := readInput(filepath.Join(k.Dir, e.File), nil)
		if err != nil {
			return err
		}
		t, err := measure.NewText(e.File, raw, e.Published)
		if err != nil {
			return err
		}
		texts = append(texts, t)
	}
	if len(texts) < 3 {
		return brief.Invalid(fmt.Sprintf("the folder %s has %d texts to make copies of (half: %s)", k.Dir, len(texts), k.Half),
			"put three texts there at least, or take --half all")
	}
	result := measure.Copies(measure.Make(texts))
	result.Half = k.Half
	if err := ctx.Err(); err != nil {
		return err
	}
	return c.print(std.Out, result, func(out io.Writer) { printCopies(out, result) })
}

// printCopies prints the systems, then the pairs by how alike they are, then the operations.
func printCopies(out io.Writer, r measure.CopiesResult) {
	fmt.Fprintf(out, "copies: %d texts made from %d (%s), %d pairs\n\n", r.Texts, r.Sources, r.Half, r.Pairs)
	fmt.Fprintf(out, "  %-16s %-28s %s\n", "", "alike (0.7 and more)", "within (0.8 of the smaller)")
	for _, s := range r.Systems {
		fmt.Fprintf(out, "  %-16s precision %.3f recall %.3f  precision %.3f recall %.3f   of %d and %d\n", s.System,
			s.Precision, s.Recall, s.WithinPrecision, s.WithinRecall, s.Alike, s.Within)
	}
	fmt.Fprintf(out, "\n  %-16s %8s", "similarity", "pairs")
	for _, s := range r.Systems {
		fmt.Fprintf(out, " %16s", s.System)
	}
	for _, b := range r.Buckets {
		name := fmt.Sprintf("%.1f to %.1f", b.From, b.To)
		if b.From == b.To {
			name = "the same"
		}
		fmt.Fprintf(out, "\n  %-16s %8d", name, b.Pairs)
		for _, n := range b.Found {
			fmt.Fprintf(out, " %16d", n)
		}
	}
	fmt.Fprintln(out, "\n\n  found as a copy of what they were made of, or within it or round it")
	for _, o := range r.Operations {
		fmt.Fprintf(out, "  %-16s %d of %d\n", o.Operation, o.Found, o.Texts)
	}
	fmt.Fprintf(out, "\n  the one changed number was named, and no other, in %d of %d\n", r.Named, r.Corrected)
	fmt.Fprintf(out, "  %d pairs of different sources were proposed as one event\n", r.Stories)
}

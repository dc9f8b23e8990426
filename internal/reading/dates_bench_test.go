package reading

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/olebedev/when"
	"github.com/olebedev/when/rules/common"
	"github.com/olebedev/when/rules/en"

	"livebrief/internal/brief"
)

// developmentTexts are the news texts that rules may be written with.
func developmentTexts(tb testing.TB) []string {
	tb.Helper()
	index, err := os.ReadFile("testdata/wikinews/index.tsv")
	if err != nil {
		tb.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(index)) {
		fields := strings.Split(line, "\t")
		if fields[5] != "development" {
			continue
		}
		text, err := os.ReadFile(filepath.Join("testdata/wikinews", fields[0]))
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, string(text))
	}
	if len(out) == 0 {
		tb.Fatal("the index lists no development text")
	}
	return out
}

// cut makes the document of a text, as Read does.
func cut(text string) *document {
	paras := classify(text, split(text), "", nil)
	var sents []brief.Span
	for _, p := range paras {
		sents = sentences(sents, text, p.Span)
	}
	return newDocument(text, paras, sents)
}

// BenchmarkDatesBesideWhen reads the dates of all development texts, and lets olebedev/when with its English rules
// seek one time in each of their sentences, in turns. "x-when" is how many times as fast the dates are.
func BenchmarkDatesBesideWhen(b *testing.B) {
	published := time.Date(2031, 3, 5, 12, 0, 0, 0, time.UTC)
	rival := when.New(nil)
	rival.Add(en.All...)
	rival.Add(common.All...)
	var docs []*document
	size := 0
	for _, text := range developmentTexts(b) {
		docs = append(docs, cut(text))
		size += len(text)
	}
	var ours, theirs time.Duration
	for b.Loop() {
		start := time.Now()
		for _, d := range docs {
			readDates(d, published, "news")
		}
		ours += time.Since(start)
		start = time.Now()
		for _, d := range docs {
			for _, p := range d.paras {
				for _, s := range p.sentences {
					if _, err := rival.Parse(s.Of(d.text), published); err != nil {
						continue // a refusal takes its time too
					}
				}
			}
		}
		theirs += time.Since(start)
	}
	b.ReportMetric(float64(theirs)/float64(ours), "x-when")
	b.ReportMetric(float64(size)*float64(b.N)/ours.Seconds()/1e6, "dates-MB/s")
}

// dateCrowds repeat one thing that dates may stumble over.
var dateCrowds = map[string]string{
	"days": "May 3, ", "years": "1955-1963 ", "ranges": "from May to June and ", "picked": "the last of the same ", "counts": "two hundred thousand ",
	"open": "on Monday at around ", "parts": "the end of the end of ", "amounts": "about a year and a half later than ",
	"one sentence": "the pier was closed on May 3 and it will be opened by June ", "hyphens": "mid-mid-day-long-two-",
}

// BenchmarkDates gives the speed at one and at eight times a length: it must stay the same.
func BenchmarkDates(b *testing.B) {
	for name, unit := range dateCrowds {
		for _, size := range []int{32 << 10, 256 << 10} {
			d := cut(strings.Repeat(unit, size/len(unit)))
			b.Run(fmt.Sprintf("%s/%dKB", name, size>>10), func(b *testing.B) {
				b.SetBytes(int64(size))
				for b.Loop() {
					readDates(d, time.Date(2031, 3, 5, 0, 0, 0, 0, time.UTC), "narrative")
				}
			})
		}
	}
}

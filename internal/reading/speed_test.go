package reading

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// BenchmarkWords reads the development texts of testdata/wikinews, one report after the other, and gives the words that
// are read in a second. The second benchmark reads places only.
func BenchmarkWords(b *testing.B) {
	texts, words := developmentTexts(b)
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			for _, t := range texts {
				Read(brief.ReadReport{Text: t}, Options{})
			}
		}
		b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
	})
	b.Run("places", func(b *testing.B) {
		var docs []*document
		for _, t := range texts {
			got := Read(brief.ReadReport{Text: t}, Options{})
			docs = append(docs, newDocument(t, got.Paragraphs, got.Sentences))
		}
		for b.Loop() {
			for _, d := range docs {
				readPlaces(d, nil)
			}
		}
		b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
	})
}

// developmentTexts are the texts that may be looked at, and how many words they have together.
func developmentTexts(b *testing.B) (texts []string, words int) {
	b.Helper()
	index, err := os.ReadFile("testdata/wikinews/index.tsv")
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(index)) {
		col := strings.Split(line, "\t")
		if len(col) < 6 || col[5] != "development" {
			continue
		}
		raw, err := os.ReadFile(filepath.Join("testdata/wikinews", col[0]))
		if err != nil {
			b.Fatal(err)
		}
		texts = append(texts, string(raw))
		words += len(strings.Fields(string(raw)))
	}
	return texts, words
}

package reading

import (
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// BenchmarkWords reads the development texts of testdata/wikinews, one report after the other, and gives the words that
// are read in a second. The second benchmark reads places only.
func BenchmarkWords(b *testing.B) {
	texts, words := developmentTexts(b), 0
	for _, t := range texts {
		words += len(strings.Fields(t))
	}
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

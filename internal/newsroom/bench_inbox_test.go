package newsroom

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// newsTexts are the first n news texts that rules may be written with, and how many bytes they have.
func newsTexts(b *testing.B, n int) (texts []string, size int) {
	b.Helper()
	const folder = "../reading/testdata/wikinews"
	index, err := os.ReadFile(filepath.Join(folder, "index.tsv"))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(index)) {
		if fields := strings.Split(line, "\t"); fields[5] == "development" && len(texts) < n {
			text, err := os.ReadFile(filepath.Join(folder, fields[0]))
			if err != nil {
				b.Fatal(err)
			}
			texts, size = append(texts, string(text)), size+len(text)
		}
	}
	if len(texts) < n {
		b.Fatalf("%d texts, want %d", len(texts), n)
	}
	return texts, size
}

// BenchmarkInbox asks a newsroom for its fifty newest reports, all of them news: the first time after a start, when
// nothing has been read or compared, and again. The times are those of whole answers of the desk's handler.
func BenchmarkInbox(b *testing.B) {
	data := b.TempDir()
	settings := Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0"}
	room, err := Open(b.Context(), data, settings, io.Discard)
	if err != nil {
		b.Fatal(err)
	}
	texts, size := newsTexts(b, 50)
	for i, text := range texts {
		if _, _, err := room.arrivals.AddReport(b.Context(), brief.Report{Outlet: "Wire", Text: text, Raw: []byte(text), MediaType: "text/plain",
			Published: time.Date(2031, 3, 1+i%28, 12, 0, 0, 0, time.UTC)}); err != nil {
			b.Fatal(err)
		}
	}
	var cold, warm time.Duration
	for b.Loop() {
		if err := room.Close(); err != nil {
			b.Fatal(err)
		}
		if room, err = Open(b.Context(), data, settings, io.Discard); err != nil {
			b.Fatal(err)
		}
		cold += askInbox(b, room)
		warm += askInbox(b, room)
	}
	b.ReportMetric(float64(cold.Microseconds())/1000/float64(b.N), "ms-cold")
	b.ReportMetric(float64(warm.Microseconds())/1000/float64(b.N), "ms-again")
	b.ReportMetric(float64(size)/float64(len(texts)), "bytes/report")
	b.ReportMetric(0, "ns/op")
	if err := room.Close(); err != nil {
		b.Fatal(err)
	}
}

func askInbox(b *testing.B, room *Room) time.Duration {
	b.Helper()
	left, err := room.folder.readDesk()
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/api/reports?limit=50", nil)
	r.Header.Set("Authorization", "Bearer "+left.Token)
	w := httptest.NewRecorder()
	begin := time.Now()
	room.desk.Handler.ServeHTTP(w, r)
	took := time.Since(begin)
	if w.Code != http.StatusOK || strings.Count(w.Body.String(), `"called":`) != 50 {
		b.Fatal(fmt.Sprintf("%d %.300s", w.Code, w.Body))
	}
	return took
}

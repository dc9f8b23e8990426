package sheet

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func BenchmarkWorkbook(b *testing.B) {
	raw := large(b, 5580, 90)
	b.SetBytes(int64(len(raw)))
	var table *Table
	debug.FreeOSMemory() // what building the workbook took is not what reading it takes
	before := peak(b, true)
	for b.Loop() {
		var err error
		if table, err = Read("large.xlsx", raw, Options{}); err != nil {
			b.Fatal(err)
		}
	}
	if len(table.Rows) != 5580 || len(table.Rows[0].Cells) != 90 {
		b.Fatalf("read %d rows", len(table.Rows))
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/read")
	b.ReportMetric(peak(b, false), "peak-MB")
	b.ReportMetric(before, "before-MB")
	b.ReportMetric(float64(len(raw))/(1<<20), "file-MB")
}

// large writes a workbook with a date, two names, a note and numbers, some of them missing, as health ministries do.
func large(b *testing.B, rows, columns int) []byte {
	b.Helper()
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	head := []any{"Date", "Province", "Zone", "Note"}
	for i := len(head); i < columns; i++ {
		head = append(head, fmt.Sprintf("Indicator %d, all ages", i))
	}
	_ = w.SetRow("A1", head)
	for i := range rows {
		cells := []any{fmt.Sprintf("2024-%02d-%02d", i%12+1, i%28+1), fmt.Sprint("Province ", i%26), fmt.Sprint("Zone de santé ", i%519),
			fmt.Sprintf("Reported late by the district office, revision %d of the week", r.IntN(100_000))}
		for len(cells) < columns {
			switch r.IntN(4) {
			case 0:
				cells = append(cells, nil)
			case 1:
				cells = append(cells, r.Float64()*100)
			default:
				cells = append(cells, r.IntN(5000))
			}
		}
		if err := w.SetRow(fmt.Sprint("A", i+2), cells); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	var raw bytes.Buffer
	if err := f.Write(&raw); err != nil {
		b.Fatal(err)
	}
	_ = f.Close()
	return raw.Bytes()
}

// peak gives the most memory in MB that the process held (Linux VmHWM); reset begins the count anew.
func peak(b *testing.B, reset bool) float64 {
	b.Helper()
	if reset {
		if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
			b.Logf("the peak is that of building the workbook too: %v", err)
		}
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("no /proc here: ", err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kb / 1024
}

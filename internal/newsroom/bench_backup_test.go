package newsroom

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// BenchmarkBackup writes 50,000 entries down, and fills a data folder and a database on PostgreSQL from that, each with
// the whole check. It says how large the backup is and how far each part is from the size of the database.
func BenchmarkBackup(b *testing.B) {
	data := seedFolder(b, 50_000)
	info, err := os.Stat(filepath.Join(data, "livebrief.db"))
	if err != nil {
		b.Fatal(err)
	}
	timed := func(name string, work func()) {
		begin := time.Now()
		work()
		b.ReportMetric(time.Since(begin).Seconds(), name+"-s")
	}
	n := 0
	for b.Loop() {
		n++
		dir := filepath.Join(b.TempDir(), strconv.Itoa(n))
		if err := os.Mkdir(dir, 0o700); err != nil {
			b.Fatal(err)
		}
		backup, server := filepath.Join(dir, "backup"), cluster.Database(b)
		timed("backup", func() { mustCommand(b, "--data", data, "backup", "--to", backup) })
		timed("sqlite", func() { mustCommand(b, "--data", filepath.Join(dir, "file"), "restore", backup) })
		timed("postgres", func() { mustCommand(b, "--data", filepath.Join(dir, "server"), "restore", backup, "--store", server) })
		written, err := os.Stat(backup)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(written.Size())/(1<<20), "MB")
		b.ReportMetric(float64(written.Size())/float64(info.Size()), "of-database")
	}
}

package live

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkLive prints the tables of docs/measurements.md: the servers take turns, three times, and every figure is the
// median. LIVEBRIEF_BENCH names some of them, with commas between, to run only those.
func BenchmarkLive(b *testing.B) {
	const half = 500 * time.Millisecond
	calm := crowd{readers: 2000, messages: 40, size: 8000, pause: 250 * time.Millisecond, warm: 2}
	stalled := calm
	stalled.stalled = 400
	busy := crowd{readers: 200, messages: 200, size: 16_000, pause: 25 * time.Millisecond}
	halted := busy
	halted.stalled = 40
	for _, table := range []struct {
		name, title string
		crowd       crowd
	}{
		{"Thousand", "1,000 readers, 1 KB, 2 a second", crowd{readers: 1000, messages: 12, size: 1000, pause: half, warm: 4}},
		{"TenThousand", "10,000 readers, 1 KB, 2 a second", crowd{readers: 10_000, messages: 12, size: 1000, pause: half, warm: 4}},
		{"Dropped", "1,000 readers of whom 300 are dropped and come back, 1 KB, 10 a second",
			crowd{readers: 1000, dropped: 300, messages: 40, size: 1000, pause: 100 * time.Millisecond}},
		{"Calm", "2,000 readers, 8 KB, 4 a second", calm},
		{"Stalled", "the same, of whom 400 stop reading", stalled},
		{"Busy", "200 readers, 16 KB, 40 a second", busy},
		{"Halted", "the same, of whom 40 stop reading", halted},
	} {
		b.Run(table.name, func(b *testing.B) { compareAll(b, table.title, contenders(), table.crowd) })
	}
}

// BenchmarkLiveTLS prints the table of streams in TLS.
func BenchmarkLiveTLS(b *testing.B) {
	var servers []string
	for _, name := range contenders() {
		if name != "raw" {
			servers = append(servers, name+"+tls")
		}
		if name == "ours" || name == "plain" {
			servers = append(servers, name+"+tls+h2")
		}
		if name == "nchan" {
			servers = append(servers, "nginx>ours+tls")
		}
	}
	compareAll(b, "TLS: 1,000 readers, 1 KB, 2 a second", servers, crowd{readers: 1000, messages: 12, size: 1000, pause: 500 * time.Millisecond, warm: 4})
}

// contenders are the servers there are on this machine.
func contenders() []string {
	if only := os.Getenv("LIVEBRIEF_BENCH"); only != "" {
		return strings.Split(only, ",")
	}
	list := []string{"ours", "handlers", "plain", "raw"}
	_, err := exec.LookPath("nginx")
	if _, there := os.Stat(nchanModule); err == nil && there == nil {
		return append(list, "nchan")
	}
	fmt.Fprintln(os.Stderr, "*** NOT MEASURED: nginx with nchan is not here (nginx-light, libnginx-mod-nchan) ***")
	return list
}

// rounds is how often every server is measured.
const rounds = 3

// compareAll lets the servers take turns and prints their medians.
func compareAll(b *testing.B, title string, servers []string, c crowd) {
	results := map[string][]result{}
	for range rounds {
		for _, name := range servers {
			results[name] = append(results[name], measure(b, name, c))
		}
	}
	fmt.Printf("\n%s\n", title)
	fmt.Printf("%-14s %9s %9s %9s %11s %10s %9s %6s %6s %6s %6s\n", "server", "connect s", "p50 ms", "p99 ms", "KB a reader", "cpu s / 1M", "grown KB", "lost", "twice", "order", "load")
	for _, name := range servers {
		list := results[name]
		fmt.Printf("%-14s %9.2f %9.1f %9.1f %11.2f %10.2f %9.0f %6d %6d %6d %6.1f\n", name,
			median(list, func(r result) float64 { return r.connect.Seconds() }),
			median(list, func(r result) float64 { return r.p50.Seconds() * 1000 }),
			median(list, func(r result) float64 { return r.p99.Seconds() * 1000 }),
			median(list, func(r result) float64 { return r.memory / 1024 }),
			median(list, func(r result) float64 { return r.cpu }),
			median(list, func(r result) float64 { return r.grown / 1024 }),
			worst(list, func(r result) int { return r.lost }), worst(list, func(r result) int { return r.twice }),
			worst(list, func(r result) int { return r.disorder }), median(list, func(r result) float64 { return r.load }))
	}
}

func median(list []result, of func(result) float64) float64 {
	var values []float64
	for _, r := range list {
		values = append(values, of(r))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func worst(list []result, of func(result) int) int {
	return of(slices.MaxFunc(list, func(a, b result) int { return cmp.Compare(of(a), of(b)) }))
}

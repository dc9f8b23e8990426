package newsroom

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkServe starts the built program as a whole process and waits for its second line: on an empty data folder
// with the sample, on the same folder again, and on one with 50,000 entries. Memory is the most that was resident
// once both listeners answered. Last, a command that only says how it is used, from its start to its end.
func BenchmarkServe(b *testing.B) {
	program := buildProgram(b)
	b.Run("empty", func(b *testing.B) {
		for b.Loop() {
			serveOnce(b, program, b.TempDir(), "--sample")
		}
	})
	b.Run("existing", func(b *testing.B) {
		data := b.TempDir()
		serveOnce(b, program, data, "--sample")
		for b.Loop() {
			serveOnce(b, program, data, "--sample")
		}
	})
	b.Run("50000", func(b *testing.B) {
		data := seedFolder(b, 50_000)
		for b.Loop() {
			serveOnce(b, program, data)
		}
	})
	b.Run("help", func(b *testing.B) {
		for b.Loop() {
			begin := time.Now()
			if err := exec.Command(program, "--help").Run(); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(time.Since(begin).Milliseconds()), "ready-ms")
		}
	})
}

// serveOnce starts the program, reports how long it took to be ready and its memory, and stops it.
func serveOnce(b *testing.B, program, data string, flags ...string) {
	b.Helper()
	begin := time.Now()
	serve := exec.Command(program, append([]string{"serve", "--data", data, "--listen", "127.0.0.1:0", "--desk", "127.0.0.1:0"}, flags...)...)
	out, err := serve.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "desk ") {
	}
	ready := time.Since(begin)
	memory := resident(b, serve.Process.Pid)
	if err := serve.Process.Signal(syscall.SIGTERM); err != nil {
		b.Fatal(err)
	}
	if err := serve.Wait(); err != nil {
		b.Fatalf("stopping: %v", err)
	}
	b.ReportMetric(float64(ready.Milliseconds()), "ready-ms")
	b.ReportMetric(memory, "MB")
}

// resident reads the most memory that a process had resident, in MB.
func resident(b *testing.B, pid int) float64 {
	b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.SplitSeq(string(raw), "\n") {
		var kb float64
		if _, err := fmt.Sscanf(line, "VmHWM: %f kB", &kb); err == nil {
			return kb / 1024
		}
	}
	return 0
}

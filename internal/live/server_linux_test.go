package live

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	certVariable = "LIVEBRIEF_BENCH_CERT"
	keyVariable  = "LIVEBRIEF_BENCH_KEY"
)

// certificate is the two files of one.
type certificate struct{ cert, key string }

// newCertificate makes one for 127.0.0.1.
func newCertificate(dir string) (*certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "bench"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(24 * time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	c := &certificate{filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")}
	return c, errors.Join(os.WriteFile(c.cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600),
		os.WriteFile(c.key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), 0o600))
}

// contender is a server of the benchmark while it runs.
type contender struct {
	streams, control string
	processes        []*exec.Cmd
	pipes            []io.Closer
}

func (c *contender) stop() {
	for _, p := range c.pipes {
		_ = p.Close()
	}
	for _, p := range c.processes {
		all := family(p.Process.Pid)
		_ = p.Process.Kill()
		_ = p.Wait()
		for _, child := range all[1:] { // nginx's workers outlive a master that was killed
			_ = syscall.Kill(child, syscall.SIGKILL)
		}
	}
}

// begin starts a server: a role of this program, nchan, or a role behind nginx ("nginx>ours"); with "+tls" its streams
// are in TLS.
func begin(b testing.TB, name string) *contender {
	b.Helper()
	dir := b.TempDir()
	var cert *certificate
	if strings.HasSuffix(name, "+tls") {
		var err error
		if cert, err = newCertificate(dir); err != nil {
			b.Fatal(err)
		}
	}
	c := &contender{}
	plain := strings.TrimSuffix(name, "+tls")
	var err error
	switch behind, proxied := strings.CutPrefix(plain, "nginx>"); {
	case plain == "nchan":
		ports := freePorts(b, 2)
		c.streams, c.control = local(ports[0]), local(ports[1])
		err = c.nginx(dir, nchanConfig(dir, ports[0], ports[1], cert))
	case proxied:
		if err = c.role(behind, nil); err != nil {
			break
		}
		port := freePorts(b, 1)[0]
		upstream := c.streams
		c.streams = local(port)
		err = c.nginx(dir, proxyConfig(dir, port, upstream, cert))
	default:
		err = c.role(name, cert)
	}
	if err != nil {
		c.stop()
		b.Fatal("starting", name+":", err)
	}
	b.Cleanup(c.stop)
	return c
}

func local(port int) string { return "127.0.0.1:" + strconv.Itoa(port) }

// freePorts finds ports that are free at this moment.
func freePorts(b testing.TB, n int) (ports []int) {
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		defer l.Close()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

// role starts this program again.
func (c *contender) role(name string, cert *certificate) error {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), roleVariable+"="+name)
	if cert != nil {
		cmd.Env = append(cmd.Env, certVariable+"="+cert.cert, keyVariable+"="+cert.key)
	}
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	c.processes, c.pipes = append(c.processes, cmd), append(c.pipes, in)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return err
	}
	_, err = fmt.Sscan(line, &c.streams, &c.control)
	return err
}

// nginx starts nginx and waits until it answers.
func (c *contender) nginx(dir, config string) error {
	path, err := writeNginx(dir, config)
	if err != nil {
		return err
	}
	cmd := exec.Command("nginx", "-c", path, "-p", dir)
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return err
	}
	c.processes = append(c.processes, cmd)
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", c.streams); err == nil {
			return conn.Close()
		}
	}
	return fmt.Errorf("nginx does not answer: %s", said.String())
}

// usage is what processes have taken: resident memory of their own in bytes, and processor time.
type usage struct {
	memory int64
	cpu    time.Duration
}

// usage adds up the processes of a contender and their children.
func (c *contender) usage() (u usage) {
	for _, p := range c.processes {
		for _, pid := range family(p.Process.Pid) {
			u.memory += pss(pid)
			u.cpu += cpu(pid)
		}
	}
	return u
}

func family(pid int) []int {
	list := []int{pid}
	raw, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	for _, field := range strings.Fields(string(raw)) {
		if child, err := strconv.Atoi(field); err == nil {
			list = append(list, family(child)...)
		}
	}
	return list
}

// pss is the memory of a process, with its part of what it shares.
func pss(pid int) int64 {
	raw, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	for line := range strings.Lines(string(raw)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "Pss:" {
			kb, _ := strconv.ParseInt(fields[1], 10, 64)
			return kb << 10
		}
	}
	return 0
}

// cpu is the processor time of a process, of all threads that it has.
func cpu(pid int) (total time.Duration) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	for _, path := range threads {
		raw, _ := os.ReadFile(path)
		first, _, _ := strings.Cut(string(raw), " ")
		nanoseconds, _ := strconv.ParseInt(first, 10, 64)
		total += time.Duration(nanoseconds)
	}
	return total
}

// load is the machine's load average over the last minute.
func load() float64 {
	raw, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := strings.Cut(string(raw), " ")
	f, _ := strconv.ParseFloat(first, 64)
	return f
}

// measure runs a crowd against a fresh server and gives what both saw: memory is that of a reader, in bytes.
func measure(b testing.TB, name string, c crowd) result {
	server := begin(b, strings.TrimSuffix(name, "+h2"))
	defer server.stop()
	c.address, c.path, c.publish = server.streams, "/sub", "http://"+server.control+"/pub"
	ctx, cancel := context.WithTimeout(b.Context(), 2*time.Minute)
	defer cancel()
	run := crowd.run
	if plain, http2 := strings.CutSuffix(name, "+h2"); http2 || strings.HasSuffix(plain, "+tls") {
		run = func(c crowd, ctx context.Context) (*seen, error) { return c.runTLS(ctx, http2) }
	}
	// A few readers first, so that what the program itself takes up when it begins to work is not theirs.
	few := c
	few.readers, few.messages, few.warm, few.dropped, few.stalled, few.pause = 8, 2, 0, 0, 0, time.Millisecond
	if _, err := run(few, ctx); err != nil {
		b.Fatalf("%s: %v", name, err)
	}
	before := server.usage()
	var settled, after usage
	c.settled = func() { settled = server.usage() }
	c.finished = func() { after = server.usage() }
	s, err := run(c, ctx)
	if err != nil {
		b.Fatalf("%s: %v", name, err)
	}
	return result{seen: s, load: load(), p50: s.percentile(0.5), p99: s.percentile(0.99),
		memory: float64(after.memory-before.memory) / float64(c.readers),
		grown:  float64(after.memory - settled.memory),
		cpu:    (after.cpu - settled.cpu).Seconds() * 1e6 / float64(c.readers*c.messages)}
}

// result is what a round came to.
type result struct {
	*seen
	load     float64
	p50, p99 time.Duration
	// memory is bytes for each reader after the traffic, grown bytes in all during the traffic, cpu seconds of the
	// server for a million deliveries.
	memory, grown, cpu float64
}

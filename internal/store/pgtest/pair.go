package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Pair is a primary and a synchronous standby: what the primary has acknowledged, the standby has. Each listens on a socket
// in a folder that stays, so that one address leads to both for as long as the pair is there.
type Pair struct {
	bin, folder string
	as          *syscall.SysProcAttr
	primary     *node
	standby     *node
	made        int
}

// node is one server of a pair.
type node struct {
	data, socket string
	server       *exec.Cmd
	ended        <-chan struct{}
}

// pairPatience is how long a server of a pair may take for what is asked of it.
const pairPatience = 60 * time.Second

// NewPair starts a pair with one empty database, and ends it with the test. Without PostgreSQL it skips the test.
func NewPair(t testing.TB) *Pair {
	t.Helper()
	p := &Pair{}
	t.Cleanup(p.stop)
	err := p.up()
	if errors.Is(err, errAbsent) {
		fmt.Fprintf(os.Stderr, "\n*** %s was NOT run on PostgreSQL: %v ***\n\n", t.Name(), err)
		t.Skip("NOT RUN ON POSTGRESQL:", err)
	}
	if err != nil {
		t.Fatal("starting a pair of servers:", err)
	}
	return p
}

func (p *Pair) up() (err error) {
	if p.bin, err = binaries(); err != nil {
		return err
	}
	if p.folder, err = os.MkdirTemp("", "livebrief-pair"); err != nil {
		return err
	}
	if p.as, err = unprivileged(p.folder); err != nil {
		return err
	}
	for _, slot := range []string{"a", "b"} {
		if err := run(p.as, p.folder, "mkdir", "-m", "700", p.slot(slot)); err != nil {
			return err
		}
	}
	first := p.node(p.slot("a"))
	if err := run(p.as, p.folder, filepath.Join(p.bin, "initdb"), initFlags(first.data)...); err != nil {
		return err
	}
	if err := p.start(first); err != nil {
		return err
	}
	p.primary = first
	// Nobody is there to confirm it yet.
	if err := p.ask(first, "postgres", "SET synchronous_commit = local", "CREATE DATABASE pair"); err != nil {
		return err
	}
	return p.follow()
}

func (p *Pair) slot(name string) string { return filepath.Join(p.folder, name) }

// node is a server that is to be made in a slot.
func (p *Pair) node(socket string) *node {
	p.made++
	return &node{data: filepath.Join(p.folder, "data"+strconv.Itoa(p.made)), socket: socket}
}

func (p *Pair) start(n *node) (err error) {
	n.server = exec.Command(filepath.Join(p.bin, "postgres"), "-D", n.data, "-k", n.socket, "-c", "listen_addresses=", "-c", "fsync=off",
		"-c", "full_page_writes=off", "-c", "max_connections=100", "-c", "shared_buffers=16MB", "-c", "synchronous_standby_names=*",
		"-c", "wal_retrieve_retry_interval=200ms")
	n.server.SysProcAttr, n.server.Dir, n.server.Env = p.as, p.folder, environment()
	n.ended, err = start(n.server)
	return err
}

// follow makes a standby of the primary in the slot that is free, and waits until the primary waits for it.
func (p *Pair) follow() error {
	free := p.slot("a")
	if p.primary.socket == free {
		free = p.slot("b")
	}
	n := p.node(free)
	if err := run(p.as, p.folder, filepath.Join(p.bin, "pg_basebackup"), "-h", p.primary.socket, "-U", "livebrief", "-D", n.data,
		"-R", "-X", "stream", "-c", "fast", "--no-sync"); err != nil {
		return err
	}
	if err := p.start(n); err != nil {
		return err
	}
	p.standby = n
	return p.until(p.primary, "SELECT EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync')")
}

// URL leads to whichever server of the pair takes changes.
func (p *Pair) URL() string {
	return "postgres:///pair?host=" + p.slot("a") + "," + p.slot("b") + "&user=livebrief&target_session_attrs=read-write&connect_timeout=2"
}

// Fail kills the primary as a failing machine would and lets the standby take its place.
func (p *Pair) Fail() error {
	if err := p.primary.kill(); err != nil {
		return err
	}
	if err := p.ask(p.standby, "postgres", "SELECT pg_promote(true, 60)"); err != nil {
		return err
	}
	p.primary, p.standby = p.standby, nil
	return nil
}

// Repair makes a new standby. Until then the primary acknowledges nothing.
func (p *Pair) Repair() error { return p.follow() }

// kill ends a server and every process of it at once.
func (n *node) kill() error {
	pid := n.server.Process.Pid
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return err
	}
	for _, one := range append([]string{strconv.Itoa(pid)}, strings.Fields(string(raw))...) {
		child, err := strconv.Atoi(one)
		if err != nil {
			return err
		}
		if err := syscall.Kill(child, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			return err
		}
	}
	<-n.ended
	return nil
}

// ask runs statements on one server, on one connection.
func (p *Pair) ask(n *node, database string, statements ...string) error {
	return p.on(n, database, func(ctx context.Context, conn *sql.Conn) error {
		for _, statement := range statements {
			if _, err := conn.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
}

// until asks a server again and again, until it says yes.
func (p *Pair) until(n *node, question string) error {
	return p.on(n, "postgres", func(ctx context.Context, conn *sql.Conn) error {
		for yes := false; !yes; time.Sleep(10 * time.Millisecond) {
			if err := conn.QueryRowContext(ctx, question).Scan(&yes); err != nil {
				return fmt.Errorf("%s: %w", question, err)
			}
		}
		return nil
	})
}

func (p *Pair) on(n *node, database string, work func(context.Context, *sql.Conn) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), pairPatience)
	defer cancel()
	db, err := sql.Open("pgx", "postgres:///"+database+"?host="+n.socket+"&user=livebrief")
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return work(ctx, conn)
}

// stop ends what runs and removes the folder.
func (p *Pair) stop() {
	for _, n := range []*node{p.primary, p.standby} {
		if n != nil && n.server.Process != nil {
			_ = n.server.Process.Signal(syscall.SIGQUIT) // gone already is as good
			<-n.ended
		}
	}
	if p.folder != "" {
		if err := os.RemoveAll(p.folder); err != nil {
			fmt.Fprintln(os.Stderr, "pgtest: removing the folder of a pair:", err)
		}
	}
}

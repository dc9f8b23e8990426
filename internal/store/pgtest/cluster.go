package pgtest

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver called pgx
)

// Cluster is a server that starts when the first test asks for a database. The zero value is ready:
//
//	var cluster pgtest.Cluster
//
//	func TestMain(m *testing.M) { os.Exit(cluster.Run(m)) }
type Cluster struct {
	// Durable lets the server wait for its disk, as one that keeps what it acknowledged does.
	Durable bool

	start   sync.Once
	err     error
	folder  string
	stop    func()
	created int
	mu      sync.Mutex
}

// Run runs the tests of a package, then stops the server and removes its folder. It gives the exit code.
func (c *Cluster) Run(m *testing.M) int {
	defer c.Stop()
	return m.Run()
}

// Stop stops the server and removes its folder.
func (c *Cluster) Stop() {
	if c.stop != nil {
		c.stop()
	}
	if c.folder != "" {
		if err := os.RemoveAll(c.folder); err != nil {
			fmt.Fprintln(os.Stderr, "pgtest: removing the folder of the server:", err)
		}
	}
}

// errAbsent says that this machine has no PostgreSQL.
var errAbsent = errors.New("no PostgreSQL in /usr/lib/postgresql/*/bin or on the PATH")

// Database gives the address of a fresh, empty database. Without PostgreSQL on the machine it skips the test, and
// says so where nobody overlooks it.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	c.start.Do(func() { c.err = c.up() })
	if errors.Is(c.err, errAbsent) {
		fmt.Fprintf(os.Stderr, "\n*** %s was NOT run on PostgreSQL: %v ***\n\n", t.Name(), c.err)
		t.Skip("NOT RUN ON POSTGRESQL:", c.err)
	}
	if c.err != nil {
		t.Fatal("starting PostgreSQL:", c.err)
	}
	c.mu.Lock()
	c.created++
	name := "test" + strconv.Itoa(c.created)
	c.mu.Unlock()
	if err := c.create(name); err != nil {
		t.Fatal("making a database:", err)
	}
	return c.address(name)
}

func (c *Cluster) address(name string) string {
	return "postgres:///" + name + "?host=" + c.folder + "&user=livebrief"
}

func (c *Cluster) create(name string) error {
	db, err := sql.Open("pgx", c.address("postgres"))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(context.Background(), "CREATE DATABASE "+name)
	return errors.Join(err, db.Close())
}

// up makes the cluster and starts the server.
func (c *Cluster) up() error {
	bin, err := binaries()
	if err != nil {
		return err
	}
	if c.folder, err = os.MkdirTemp("", "livebrief-pg"); err != nil {
		return err
	}
	as, err := c.unprivileged()
	if err != nil {
		return err
	}
	data := filepath.Join(c.folder, "data")
	if err := run(as, c.folder, filepath.Join(bin, "initdb"), initFlags(data)...); err != nil {
		return err
	}
	server := exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", c.folder, "-c", "listen_addresses=",
		"-c", "fsync="+onOff(c.Durable), "-c", "full_page_writes="+onOff(c.Durable), "-c", "max_connections=200", "-c", "shared_buffers=32MB")
	server.SysProcAttr, server.Dir, server.Env = as, c.folder, environment()
	return c.serve(server)
}

// initFlags are the arguments of initdb.
func initFlags(data string) []string {
	return []string{"-D", data, "-U", "livebrief", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"}
}

// run runs one of PostgreSQL's programs to its end.
func run(as *syscall.SysProcAttr, folder, program string, args ...string) error {
	cmd := exec.Command(program, args...)
	cmd.SysProcAttr, cmd.Dir, cmd.Env = as, folder, environment()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(program), err, out)
	}
	return nil
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// serve starts the server and waits until it says that it is ready.
func (c *Cluster) serve(server *exec.Cmd) error {
	ended, err := start(server)
	c.stop = func() {
		if server.Process != nil {
			_ = server.Process.Signal(syscall.SIGINT) // gone already is as good
		}
		<-ended
	}
	return err
}

// start starts a server and waits until it says that it is ready; ended is closed when it is gone.
func start(server *exec.Cmd) (ended <-chan struct{}, err error) {
	gone, ready := make(chan struct{}), make(chan error, 1)
	said, err := server.StderrPipe()
	if err != nil {
		close(gone)
		return gone, err
	}
	go func() {
		defer close(gone)
		// The kernel ends the server with the thread that started it, so this thread stays.
		runtime.LockOSThread()
		if err := server.Start(); err != nil {
			ready <- err
			return
		}
		ready <- untilReady(said)
		_, _ = io.Copy(io.Discard, said) // a full pipe would stop the server
		_ = server.Wait()                // it is told to stop, and says so as an error
	}()
	return gone, <-ready
}

func untilReady(said io.Reader) error {
	var lines []string
	for scanner := bufio.NewScanner(said); scanner.Scan(); {
		if strings.Contains(scanner.Text(), "ready to accept ") {
			return nil
		}
		lines = append(lines, scanner.Text())
	}
	return fmt.Errorf("the server ended:\n%s", strings.Join(lines, "\n"))
}

// unprivileged gives how to start the server: PostgreSQL refuses to run as root, so root lends it to postgres or
// nobody. When the tests are killed, the kernel stops the server.
func (c *Cluster) unprivileged() (*syscall.SysProcAttr, error) { return unprivileged(c.folder) }

func unprivileged(folder string) (*syscall.SysProcAttr, error) {
	as := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if os.Geteuid() != 0 {
		return as, nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		if who, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.ParseUint(who.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(who.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return as, os.Chown(folder, int(uid), int(gid))
}

// Lend gives a folder to the user that the server runs as.
func (c *Cluster) Lend(folder string) error {
	as, err := c.unprivileged()
	if err != nil || as.Credential == nil {
		return err
	}
	return os.Chown(folder, int(as.Credential.Uid), int(as.Credential.Gid))
}

// binaries finds the newest PostgreSQL.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", errAbsent
}

// environment is that of the tests, but the server speaks English and takes no settings from outside.
func environment() []string {
	env := []string{"LC_ALL=C", "TZ=UTC"}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "PG") && !strings.HasPrefix(v, "LC_") && !strings.HasPrefix(v, "TZ=") {
			env = append(env, v)
		}
	}
	return env
}

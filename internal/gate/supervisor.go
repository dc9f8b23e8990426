package gate

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"

	"livebrief/internal/brief"
)

// firstInherited is the number of the first descriptor that a supervisor hands over; 0 to 2 are the standard streams.
const firstInherited = 3

// Inherited gives the listeners that the supervisor has opened for this process, by the names that it gave them: the
// protocol of systemd, LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES, of which get tells. There are none when it was not meant
// for this process. The names that may be there are those of want.
func Inherited(get func(string) string, pid int, want ...string) (map[string]net.Listener, error) {
	if get("LISTEN_PID") != strconv.Itoa(pid) {
		return nil, nil
	}
	n, err := strconv.Atoi(get("LISTEN_FDS"))
	if err != nil || n < 0 || n > 64 {
		return nil, brief.Invalid(fmt.Sprintf("the supervisor hands over %.20q sockets", get("LISTEN_FDS")), "look at its unit of sockets")
	}
	names := strings.Split(get("LISTEN_FDNAMES"), ":")
	got := map[string]net.Listener{}
	for i := range n {
		name := ""
		if i < len(names) {
			name = names[i]
		}
		l, err := inherit(uintptr(firstInherited+i), name, want, got)
		if err != nil {
			for _, open := range got {
				_ = open.Close()
			}
			return nil, err
		}
		got[name] = l
	}
	return got, nil
}

func inherit(fd uintptr, name string, want []string, got map[string]net.Listener) (net.Listener, error) {
	refuse := func(what string) error {
		return brief.Invalid(fmt.Sprintf("the supervisor hands over a socket named %.40q, %s", name, what),
			"set FileDescriptorName= in its unit of sockets to "+strings.Join(want, " or "))
	}
	known := false
	for _, w := range want {
		known = known || w == name
	}
	if !known {
		return nil, refuse("which nobody asked for")
	}
	if got[name] != nil {
		return nil, refuse("twice")
	}
	file := os.NewFile(fd, name)
	if file == nil {
		return nil, refuse("which is none")
	}
	defer file.Close() // the listener has a descriptor of its own, which no child inherits
	l, err := net.FileListener(file)
	if err != nil {
		return nil, refuse("which is none that can be listened on")
	}
	if _, ok := l.(*net.TCPListener); !ok {
		_ = l.Close()
		return nil, refuse("which is not of TCP")
	}
	return l, nil
}

// Notify tells the supervisor how the process fares, such as READY=1, at the address of NOTIFY_SOCKET; without one there
// is nobody to tell.
func Notify(address, state string) error {
	if address == "" {
		return nil
	}
	c, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: address, Net: "unixgram"})
	if err != nil {
		return fmt.Errorf("telling the supervisor: %w", err)
	}
	defer c.Close()
	if _, err := c.Write([]byte(state)); err != nil {
		return fmt.Errorf("telling the supervisor: %w", err)
	}
	return nil
}

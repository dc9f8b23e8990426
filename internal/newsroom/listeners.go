package newsroom

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"

	"livebrief/internal/brief"
	"livebrief/internal/gate"
)

// The names by which a supervisor hands over the sockets.
const (
	socketReaders = "readers"
	socketDesk    = "desk"
)

// bind takes both addresses, or the sockets that a supervisor has opened for them, so that port 0 has become a number
// before anything is printed. The limits stand before both.
func (r *Room) bind() error {
	var err error
	if r.limits, err = r.settings.limits(r.log); err != nil {
		return err
	}
	if r.readersCert, err = openCertificate("--tls-", r.settings.TLSCert, r.settings.TLSKey); err != nil {
		return err
	}
	if r.deskCert, err = openCertificate("--desk-tls-", r.settings.DeskTLSCert, r.settings.DeskTLSKey); err != nil {
		return err
	}
	handed, err := gate.Inherited(os.Getenv, os.Getpid(), socketReaders, socketDesk)
	if err != nil {
		return err
	}
	readers, err := inheritedOr(handed[socketReaders], r.settings.Listen, "--listen")
	if err != nil {
		return err
	}
	r.readersAt = r.limits.before(readers, r.readersCert == nil, r.log)
	desk, err := inheritedOr(handed[socketDesk], r.settings.Desk, "--desk")
	if err != nil {
		return err
	}
	r.deskAt = gate.Listen(desk, gate.Limits{Connections: deskConnections})
	return nil
}

func inheritedOr(handed net.Listener, address, flag string) (net.Listener, error) {
	if handed != nil {
		return handed, nil
	}
	return listen(address, flag)
}

func listen(address, flag string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, brief.Unavailable(fmt.Sprintf("the address %s cannot be taken (%v)", address, rootNetCause(err)),
			"choose another with "+flag, err)
	}
	return l, nil
}

// serveOn answers on a listener until it is shut down, which is no error.
func serveOn(s *http.Server, l net.Listener, cert *gate.Certificate) error {
	var err error
	if cert == nil {
		err = s.Serve(l)
	} else {
		s.TLSConfig = cert.Config()
		err = s.ServeTLS(l, "", "")
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// addressOf is how a listener is reached.
func addressOf(l net.Listener, cert *gate.Certificate) string {
	if cert == nil {
		return "http://" + l.Addr().String()
	}
	return "https://" + l.Addr().String()
}

// leaveDesk leaves the desk's address for the commands on this machine, and what its certificate is known by.
func (r *Room) leaveDesk() error {
	left, err := r.folder.readDesk()
	if err != nil {
		return err
	}
	left.Desk, left.Pin = r.DeskURL(), ""
	if r.deskCert != nil {
		left.Pin = r.deskCert.Pin()
	}
	return r.folder.writeDesk(left)
}

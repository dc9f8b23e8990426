package newsroom

import (
	"context"
	"errors"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"livebrief/internal/gate"
)

// notifySocket is where a supervisor such as systemd wants to be told how the program fares.
const notifySocket = "NOTIFY_SOCKET"

// farewell is how long what is under way may take when the program stops: first what goes on beside the listeners, then
// the desk, then the readers' answers. What takes longer is cut.
const farewell = 10 * time.Second

// tell tells the supervisor, if there is one.
func (r *Room) tell(state string) {
	if err := gate.Notify(os.Getenv(notifySocket), state); err != nil {
		r.log.Warn("the supervisor was not told", "state", state, "error", err)
	}
}

// hear reloads the certificates on SIGHUP until ctx ends. Without certificates, and without a supervisor that would send
// it, the signal does what it does everywhere: the program ends with its terminal.
func (r *Room) hear(ctx context.Context) {
	if r.readersCert == nil && r.deskCert == nil && os.Getenv(notifySocket) == "" {
		return
	}
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	r.tending.Go(func() {
		defer signal.Stop(hangup)
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangup:
				r.Reload()
			}
		}
	})
}

// tended waits for what goes on beside the listeners.
func (r *Room) tended() {
	done := make(chan struct{})
	go func() {
		r.tending.Wait()
		close(done)
	}()
	limit := time.NewTimer(farewell)
	defer limit.Stop()
	select {
	case <-done:
	case <-limit.C:
		r.log.Warn("something beside the listeners did not end in time")
	}
}

// stop ends the desk first, so that readers get what was published last, then the streams, each with advice when to come
// back, then the readers' answers.
func (r *Room) stop() error {
	late, err := shutDown(r.desk)
	if late {
		r.log.Warn("something at the desk did not end in time and was cut; what was acknowledged is on the record")
	}
	r.hubs.Close()
	_, other := shutDown(r.readers) // a reader on a slow line who is cut asks again
	return errors.Join(err, other)
}

// shutDown takes no more requests and lets those under way finish. Late says that some did not and were cut.
func shutDown(s *http.Server) (late bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	if err = s.Shutdown(ctx); errors.Is(err, context.DeadlineExceeded) {
		return true, s.Close()
	}
	return false, err
}

package store

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// The lock of the one writer, an advisory lock of the database: "lbrw", 1. writer.One looks for it.
const (
	lockSpace = 1818391159
	lockName  = 1
)

const (
	// beatEvery is how often a session shows that it is alive, beatPatience how long the answer may take.
	beatEvery    = time.Second
	beatPatience = 5 * time.Second
	// silence is after how long without a word a writer counts as gone, in milliseconds.
	silence = 10_000
	// lockPatience is how long who only needs the lock for a moment waits for it.
	lockPatience = 10 * time.Second
)

// session is a connection that holds the lock for as long as it lives. Nobody else speaks on it.
type session struct {
	conn *pgx.Conn
	stop context.CancelFunc
	over sync.WaitGroup
}

// lockPostgres opens a session that holds the lock, and gives nil when somebody else holds it. With wait it stays in the
// queue for a while.
func lockPostgres(ctx context.Context, address, as string, wait bool) (*session, error) {
	config, err := parsePostgres(address)
	if err != nil {
		return nil, err
	}
	config.RuntimeParams["application_name"] = as
	ctx, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	held := true
	if wait {
		_, err = conn.Exec(ctx, "SELECT pg_advisory_lock($1, $2)", lockSpace, lockName)
	} else {
		err = conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1, $2)", lockSpace, lockName).Scan(&held)
	}
	if wait && errors.Is(err, context.DeadlineExceeded) {
		held, err = false, nil
	}
	if err != nil || !held {
		hangUp(conn)
		return nil, err
	}
	return &session{conn: conn}, nil
}

// hangUp gives the lock back, if it is held, and closes a connection, without waiting for long on a server that is gone.
// The server notices a closed connection only a moment later, and whoever comes next should find the lock free.
func hangUp(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, _ = conn.Exec(ctx, "SELECT pg_advisory_unlock_all()")
	_ = conn.Close(ctx) // it is closed all the same
}

// beat shows again and again that the session is alive; lost is called when it is not.
func (s *session) beat(lost func()) {
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.over.Go(func() {
		ticker := time.NewTicker(beatEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			if err := s.ping(ctx); err != nil && ctx.Err() == nil {
				lost()
				return
			}
		}
	})
}

func (s *session) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, beatPatience)
	defer cancel()
	return s.conn.Ping(ctx)
}

// end gives the lock back.
func (s *session) end() {
	if s.stop != nil {
		s.stop()
		s.over.Wait()
	}
	hangUp(s.conn)
}

package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"livebrief/internal/brief"
)

//go:embed migrations/*/*.sql
var migrations embed.FS

// migrations finds the steps that make the tables, for a store that may write.
func (s *Store) migrations() (*goose.Provider, error) {
	if s.dialect.goose != goose.DialectPostgres {
		return s.provider()
	}
	// Two servers that start at once must not both make the tables.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return nil, fmt.Errorf("making the lock of the migrations: %w", err)
	}
	return s.provider(goose.WithSessionLocker(locker))
}

// migrate brings the tables up to this program, and leaves alone a database that is ahead of it.
func (s *Store) migrate(ctx context.Context) error {
	provider, err := s.migrations()
	if err != nil {
		return err
	}
	if err := s.bringUp(ctx, provider); err != nil {
		return err
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("asking for the version of the tables: %w", err)
	}
	return notNewer(current, target)
}

// bringUp brings up the tables, unless another server is writing to them as they are.
func (s *Store) bringUp(ctx context.Context, provider *goose.Provider) error {
	pending, err := provider.HasPending(ctx)
	if err != nil {
		return fmt.Errorf("asking for the version of the tables: %w", err)
	}
	if pending && s.dialect.lock != nil {
		held, err := s.dialect.lock(ctx, s.url, true)
		if err != nil {
			return err
		}
		if held == nil {
			return brief.Unavailable("another server, of an older livebrief, writes to this database",
				"stop it first, since the tables have to be brought up to this one; nothing was changed", nil)
		}
		held.beat(func() {})
		defer held.end()
	}
	return up(ctx, provider)
}

func up(ctx context.Context, provider *goose.Provider) error {
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bringing up the tables: %w", err)
	}
	return nil
}

func (s *Store) provider(settings ...goose.ProviderOption) (*goose.Provider, error) {
	folder, err := fs.Sub(migrations, "migrations/"+s.dialect.name)
	if err != nil {
		return nil, fmt.Errorf("finding the migrations: %w", err)
	}
	provider, err := goose.NewProvider(s.dialect.goose, s.write, folder, append(settings, goose.WithDisableGlobalRegistry(true))...)
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	return provider, nil
}

func notNewer(current, target int64) error {
	if current <= target {
		return nil
	}
	return brief.Invalid(
		fmt.Sprintf("the data were written by a newer livebrief (tables %d, this one knows %d)", current, target),
		"install the newer version again, or restore a backup from before it")
}

// sameTables refuses tables that this program would have to bring up first.
func (s *Store) sameTables(ctx context.Context) error {
	provider, err := s.provider()
	if err != nil {
		return err
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("asking for the version of the tables: %w", err)
	}
	if current < target {
		return brief.Invalid(fmt.Sprintf("the data are those of an older livebrief (tables %d, this one knows %d)", current, target),
			"use the version that serves them, or stop it and start this one")
	}
	return notNewer(current, target)
}

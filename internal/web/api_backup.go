package web

import (
	"context"
	"io"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// Backuper writes down everything that the store keeps, as it stands at one moment. No key of a record is in it.
type Backuper interface {
	Backup(ctx context.Context, w io.Writer) error
}

// apiBackup sends a backup. That somebody took one is noted before its first byte.
func (s *deskServer) apiBackup(c *call) error {
	if s.Backuper == nil {
		return brief.NotFound("this desk makes no backups", "")
	}
	if err := s.note(c, desk.Backup, "", ""); err != nil {
		return err
	}
	name := "livebrief-" + c.now.UTC().Format("20060102T150405Z") + ".backup"
	return s.send(c, &download{w: c.w, name: name, contentType: "application/octet-stream"}, func(w io.Writer) error {
		return s.Backuper.Backup(c.ctx(), w)
	})
}

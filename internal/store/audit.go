package store

import (
	"context"

	"livebrief/internal/brief"
)

func scanAudit(r row) (brief.Audit, error) {
	var a brief.Audit
	var at int64
	err := r.Scan(&at, &a.Person, &a.Name, &a.Verb, &a.Object, &a.Brief, &a.Seq)
	a.At = moment(at)
	return a, err
}

// writeAudit writes a line of the audit table. An empty name is filled in with that of the person.
func writeAudit(ctx context.Context, r runner, a brief.Audit) error {
	return r.all(ctx, []statement{{name: "audit.Add", rows: [][]any{auditRow(a)}}})
}

func auditRow(a brief.Audit) []any {
	return []any{millis(a.At), a.Person, a.Name, a.Person, a.Person, a.Verb, a.Object, a.Brief, a.Seq}
}

// Audit writes a line of who did what. What Append does is written by Append. A zero time is now, an empty name
// that of the person.
func (s *Store) Audit(ctx context.Context, a brief.Audit) error {
	if err := plain("line of the audit", string(a.Person), a.Name, a.Verb, a.Object, string(a.Brief)); err != nil {
		return err
	}
	if a.At.IsZero() {
		a.At = s.now()
	}
	return s.explain("writing the audit", s.transact(ctx, func(r runner) error { return writeAudit(ctx, r, a) }))
}

// AuditLog gives the newest lines first, at most limit of them.
func (s *Store) AuditLog(ctx context.Context, limit int) ([]brief.Audit, error) {
	list, err := many(ctx, s.reader(), scanAudit, "audit.List", atMost(limit))
	return list, s.explain("reading the audit", err)
}

// atMost keeps the length of a list within 1 to 1,000; 0 asks for 100.
func atMost(limit int) int {
	if limit <= 0 {
		return 100
	}
	return min(limit, 1000)
}

package newsroom

import (
	"time"

	"livebrief/internal/brief"
)

// published is when an outlet published: a day, which begins at midnight UTC, or a moment.
type published struct{ time.Time }

// UnmarshalText reads 2022-09-24, or RFC 3339 such as 2022-09-24T18:30:00+03:00.
func (p *published) UnmarshalText(text []byte) error {
	for _, form := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(form, string(text)); err == nil {
			p.Time = t
			return nil
		}
	}
	return brief.Invalid("“"+string(text)+"” is no day and no moment", "write 2022-09-24, or 2022-09-24T18:30:00+03:00")
}

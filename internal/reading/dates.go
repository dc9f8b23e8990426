package reading

import (
	"time"

	"livebrief/internal/brief"
)

func readDates(d *document, published time.Time, anchor string) []brief.ReadDate { return []brief.ReadDate{} }

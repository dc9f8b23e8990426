package doctor

// Verdict is what a check came to.
type Verdict string

// The verdicts. A warning costs readers something; a fault breaks what the briefing promises them.
const (
	OK      Verdict = "ok"
	Warning Verdict = "warning"
	Fault   Verdict = "fault"
)

// Finding is the outcome of one check.
type Finding struct {
	// Check names what was looked at, in few words that do not change.
	Check   string  `json:"check"`
	Verdict Verdict `json:"verdict"`
	What    string  `json:"what"`
	// Do says what to change; empty when all is well.
	Do string `json:"do,omitempty"`
}

// Report is what an examination found.
type Report struct {
	// Address is the briefing that was looked at, as readers reach it.
	Address  string    `json:"address"`
	Findings []Finding `json:"findings"`
	// NotShown says what no look from outside can show.
	NotShown string `json:"not_shown"`
}

// notShown is said of every address.
const notShown = "whether anything on the way keeps a log of readers: switch access logs off on each machine and at the CDN"

// Worst is the gravest verdict among the findings.
func (r *Report) Worst() Verdict {
	worst := OK
	for _, f := range r.Findings {
		if f.Verdict == Fault || worst == OK {
			worst = f.Verdict
		}
	}
	return worst
}

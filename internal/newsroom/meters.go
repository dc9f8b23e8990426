package newsroom

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"livebrief/internal/brief"
	"livebrief/internal/web"
)

// meters count what the server does. They are shown at the desk's listener only and hold nothing about a reader: counts
// by route, never by address, and numbers of readers rounded to ten.
type meters struct {
	room          *Room
	set           *metrics.Set
	readers, desk web.Tally
	publish       *metrics.PrometheusHistogram
	entries       *metrics.Counter
}

// publishBounds are the times of a publish that are told apart, in seconds.
var publishBounds = []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10}

func newMeters(r *Room) *meters {
	m := &meters{room: r, set: metrics.NewSet()}
	m.publish = m.set.NewPrometheusHistogramExt("livebrief_publish_seconds", publishBounds)
	m.entries = m.set.NewCounter("livebrief_published_entries_total")
	return m
}

// failed counts an error of the database by its kind.
func (m *meters) failed(kind string) {
	m.set.GetOrCreateCounter(fmt.Sprintf("livebrief_store_errors_total{kind=%q}", kind)).Inc()
}

// published counts what came onto the record in one act, and how long it took until the pages had it.
func (m *meters) published(entries int, took time.Duration) {
	m.entries.Add(entries)
	m.publish.Update(took.Seconds())
}

// scrape bounds what is asked of the store for one look at the meters.
const scrape = 5 * time.Second

// write writes every meter as Prometheus reads it.
func (m *meters) write(ctx context.Context, w io.Writer) {
	ctx, cancel := context.WithTimeout(ctx, scrape)
	defer cancel()
	m.readers.Write(w, "readers")
	m.desk.Write(w, "desk")
	m.set.WritePrometheus(w)
	m.crowd(w)
	m.records(ctx, w)
	m.sources(ctx, w)
	metrics.WriteProcessMetrics(w)
}

// crowd tells how many readers there are, rounded, and what became of those who were too many or too slow.
func (m *meters) crowd(w io.Writer) {
	gauge(w, "livebrief_streams", float64(m.room.hubs.Readers()))
	gauge(w, "livebrief_readers_connections", float64((m.room.readersAt.Open()+5)/10*10))
	metrics.WriteCounterUint64(w, "livebrief_readers_turned_away_total", m.room.readersAt.TurnedAway())
	metrics.WriteCounterUint64(w, "livebrief_streams_reset_total", m.room.hubs.Resets())
	metrics.WriteCounterUint64(w, "livebrief_streams_cut_total", m.room.hubs.Cuts())
}

// records tells how long each record is, how far its pages lag behind, and whether it is held.
func (m *meters) records(ctx context.Context, w io.Writer) {
	for _, s := range m.room.press.all() {
		state := s.now.Load()
		label := fmt.Sprintf("{briefing=%q}", string(state.Briefing.Name))
		gauge(w, "livebrief_record_entries"+label, float64(state.Seq))
		if head, err := m.room.store.Head(ctx, s.id); err == nil {
			gauge(w, "livebrief_press_lag_entries"+label, float64(head)-float64(state.Seq))
		}
	}
	gauge(w, "livebrief_briefings_held", float64(len(m.room.guard.reasons())))
}

// sources tells how many sources fail.
func (m *meters) sources(ctx context.Context, w io.Writer) {
	list, err := m.room.store.Sources(ctx)
	if err != nil {
		return
	}
	failing := 0
	for _, s := range list {
		if s.Health == brief.HealthFailed {
			failing++
		}
	}
	gauge(w, "livebrief_sources", float64(len(list)))
	gauge(w, "livebrief_sources_failing", float64(failing))
}

func gauge(w io.Writer, name string, value float64) { metrics.WriteGaugeFloat64(w, name, value) }

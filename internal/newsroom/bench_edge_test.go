package newsroom

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// BenchmarkEdgeBegins starts an edge that has nothing at a newsroom with 100,000 entries, over NATS and over HTTP by turns,
// three times: the time until it has proved all of them and shows the same edition.
func BenchmarkEdgeBegins(b *testing.B) {
	const entries = 100_000
	room := openBenchWith(b, entries, Settings{RelaySettings: RelaySettings{NATSListen: "127.0.0.1:0"}, LimitSettings: LimitSettings{NetworkRate: 0}})
	ways := []struct {
		name string
		EdgeSettings
	}{{"NATS", EdgeSettings{NATS: room.node.EdgeURL()}}, {"HTTP", EdgeSettings{Upstream: room.ReadersURL()}}}
	first := startEdge(b, ways[0].EdgeSettings)
	eventually(b, "the stream is full", func() bool { return endsAlike(b, room, first.Edge) })
	first.stop()
	took := map[string][]time.Duration{}
	for range 3 {
		for _, way := range ways {
			begun := time.Now()
			edge := startEdge(b, way.EdgeSettings)
			eventually(b, "the edge has all of it", func() bool { return endsAlike(b, room, edge.Edge) })
			took[way.name] = append(took[way.name], time.Since(begun))
			edge.stop()
		}
	}
	fmt.Printf("\n%-6s %10s %10s %12s\n", "over", "entries", "median", "entries / s")
	for _, way := range ways {
		slices.Sort(took[way.name])
		fmt.Printf("%-6s %10d %8.1f s %12.0f\n", way.name, entries, took[way.name][1].Seconds(), entries/took[way.name][1].Seconds())
	}
}

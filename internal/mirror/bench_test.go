package mirror

import (
	"fmt"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// big is a record of n developments over as many days as they need at six minutes each.
func big(t testing.TB, n int) *press {
	p := newPress(t, "news.example/big", 2)
	p.step = 6 * time.Minute
	p.add(brief.EntryBriefing, brief.ItemBriefing, brief.Briefing{Name: "big", Title: "Big", Zone: "UTC", Languages: []string{"en"}, State: brief.Open, Sections: []brief.Section{brief.SectionGlance, brief.SectionCoverage},
		Tracks: []brief.Track{{ID: "home", Name: "Home", Order: 1}, {ID: "aid", Name: "Aid", Order: 2}}})
	for i := range n {
		p.add(brief.Publish, brief.ItemID(fmt.Sprintf("item%07d", i)), dev(fmt.Sprintf("Development number %d", i), []string{"home", "aid"}[i%2]))
	}
	return p
}

// BenchmarkCopyOf5000 exports 5,000 developments, then the next edition over it, then verifies it.
func BenchmarkCopyOf5000(b *testing.B) {
	p := big(b, 5000)
	for range b.N {
		dir := b.TempDir()
		begin := time.Now()
		m, _, err := WriteFolder(dir, p.edition(0))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(begin).Seconds(), "export-s")
		b.ReportMetric(float64(m.Bytes())/1e6, "MB")
		b.ReportMetric(float64(len(m.Files)), "files")
		p.step = 0
		p.add(brief.Publish, brief.ItemID(fmt.Sprintf("next%d", len(p.entries))), dev("The next", "home"))
		e := p.edition(0)
		begin = time.Now()
		if _, _, err := WriteFolder(dir, e); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(begin).Seconds(), "next-s")
		c, err := OpenFolder(dir)
		if err != nil {
			b.Fatal(err)
		}
		begin = time.Now()
		wantIntact(b, verify(b, c, Options{Key: p.key}))
		b.ReportMetric(time.Since(begin).Seconds(), "verify-s")
		c.Close()
	}
}

func wantIntact(t testing.TB, r *Result) {
	t.Helper()
	if r.Verdict() != Intact {
		t.Fatal(r.Faults)
	}
}

// BenchmarkNextEditionOf5000 brings a copy of 5,000 developments up to date with one more.
func BenchmarkNextEditionOf5000(b *testing.B) {
	p := big(b, 5000)
	dir := b.TempDir()
	if _, _, err := WriteFolder(dir, p.edition(0)); err != nil {
		b.Fatal(err)
	}
	p.step = 0
	for b.Loop() {
		b.StopTimer()
		p.add(brief.Publish, brief.ItemID(fmt.Sprintf("next%d", len(p.entries))), dev("The next", "home"))
		e := p.edition(0)
		b.StartTimer()
		if _, _, err := WriteFolder(dir, e); err != nil {
			b.Fatal(err)
		}
	}
}

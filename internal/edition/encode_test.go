package edition

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// seal puts the right checksum under a body, so that damage behind it is met by the decoder itself.
func seal(body []byte) []byte {
	out := append([]byte(magic), snapshotVersion)
	out = append(out, body...)
	return binary.BigEndian.AppendUint32(out, crc32.Checksum(out, castagnoli()))
}

func bodyOf(snapshot []byte) []byte { return snapshot[len(magic)+1 : len(snapshot)-crc32.Size] }

func everything() *stream {
	st := newStream()
	st.briefing("Europe/Kyiv")
	st.publish("a", "world")
	st.develop(brief.Publish, "s", "", brief.KindStory)
	st.develop(brief.Correct, "a", "home", brief.KindPledge)
	st.glance([]brief.Line{{ID: "x", Text: "T"}}, brief.LineChange{ID: "x", Class: brief.Correct})
	st.develop(brief.Update, "a", "home", brief.KindPledge)
	st.redact("a", map[brief.Seq]any{2: nil, 6: brief.Development{Track: "home"}})
	st.dated = time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
	st.publish("b", "world")
	st.add(brief.EntrySpeaker, "v", brief.Speaker{Name: "Ada Brun"})
	st.add(brief.EntryStatement, "s1", brief.Statement{Kind: brief.KindPledge, Speaker: "v", Track: "world", Said: brief.EventTime{From: st.at},
		Terms:    []brief.Term{{ID: "t1", Due: brief.DueWindow{To: "2022-10"}}, {ID: "t2", ReviewOn: "2023-01-01"}},
		Evidence: []brief.Evidence{{ID: "e1"}, {ID: "e2", Retracted: "2022-11-01"}}})
	st.add(brief.EntryOutcome, "s1", brief.Outcome{Term: "t1", Verdict: "kept", AsOf: "2022-10-05", RestsOn: []brief.EvidenceID{"e1", "e2"}, Weak: true})
	return st
}

func TestASnapshotComesBackAsItWas(t *testing.T) {
	for _, s := range []*State{New(), fold(t, everything().entries)} {
		snapshot := s.Encode()
		back, err := Decode(snapshot)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(snapshot, back.Encode()) || dump(s) != dump(back) {
			t.Errorf("came back changed:\n%s\n%s", dump(s), dump(back))
		}
	}
}

func TestDamagedSnapshotsAreRefused(t *testing.T) {
	good := fold(t, everything().entries).Encode()
	body := bodyOf(good)
	cases := map[string][]byte{
		"empty": nil, "a word": []byte("snapshot"), "head only": good[:8],
		"next version": append([]byte("LBE\x06"), good[4:]...),
		"cut":          good[:len(good)-1], "left over": seal(append(bytes.Clone(body), 0)),
	}
	for i := range good {
		flipped := bytes.Clone(good)
		flipped[i] ^= 0x10
		cases[fmt.Sprintf("byte %d flipped", i)] = flipped
	}
	for i := range body {
		cases[fmt.Sprintf("sealed at %d", i)] = seal(body[:i])
	}
	for name, snapshot := range cases {
		if s, err := Decode(snapshot); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
}

func TestSnapshotsThatContradictThemselvesAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*State){
		"two items by one entry":    func(s *State) { s.parts.table.chunks[0].rows[1].first = s.parts.table.chunks[0].rows[0].first },
		"one id twice":              func(s *State) { s.parts.table.chunks[0].rows[2].id = "a" },
		"an entry to come":          func(s *State) { s.parts.table.chunks[0].rows[2].last = s.Seq + 1 },
		"a sequence that overflows": func(s *State) { s.parts.table.chunks[0].rows[2].current = 1 },
		"a class that is not one":   func(s *State) { s.parts.table.chunks[0].rows[0].class = 6 },
		"ids out of order": func(s *State) {
			s.parts.byID.runs[0].v[0], s.parts.byID.runs[0].v[1] = s.parts.byID.runs[0].v[1], s.parts.byID.runs[0].v[0]
		},
		"an item not there":          func(s *State) { s.parts.byID.runs[0].v[0] = 9 },
		"a glance to come":           func(s *State) { s.GlanceSeq = s.Seq + 1 },
		"a mark to come":             func(s *State) { s.parts.marks.v[0].seq = s.Seq + 1 },
		"a correction to come":       func(s *State) { s.parts.fixes.v[0].seq = s.Seq + 1 },
		"a revision beyond counting": func(s *State) { s.BriefingRev = 1 << 40 },
	} {
		s := fold(t, everything().entries)
		spoil(s)
		if _, err := Decode(s.Encode()); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestACountIsBoundedByWhatIsLeft(t *testing.T) {
	for _, c := range []struct {
		claims, size, left, want int
	}{{10, 10, 100, 10}, {11, 10, 100, 0}, {0, 10, 0, 0}, {1, 1, 0, 0}, {120, 1, 119, 0}} {
		d := &decoder{b: append([]byte{byte(c.claims)}, make([]byte, c.left)...)}
		if got := d.count(c.size); got != c.want || (d.fault == "") != (got == c.claims) {
			t.Errorf("%+v: got %d, fault %q", c, got, d.fault)
		}
	}
}

func TestAShortSnapshotCannotAskForMuchMemory(t *testing.T) {
	var body []byte
	for _, n := range []uint64{0, 1 << 60, 0, 0} {
		body = binary.AppendUvarint(body, n)
	}
	claim := append(body, "\x02{}\x00\x00\x00\x02{}\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\x01"...)
	before := testing.AllocsPerRun(10, func() {
		if _, err := Decode(seal(claim)); err == nil {
			t.Error("taken")
		}
	})
	if before > 200 {
		t.Errorf("%v allocations", before)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(bodyOf(New().Encode()))
	f.Add(bodyOf(fold(f, everything().entries).Encode()))
	f.Fuzz(func(t *testing.T, body []byte) {
		s, err := Decode(seal(body))
		if err != nil {
			if brief.KindOf(err) != brief.KindInvalid {
				t.Fatal(err)
			}
			return
		}
		once := s.Encode()
		back, err := Decode(once)
		if err != nil {
			t.Fatalf("its own snapshot is refused: %v", err)
		}
		if !bytes.Equal(once, back.Encode()) {
			t.Fatal("came back changed")
		}
		_ = dump(s)
		_, _ = s.Item("a")
		next := brief.Published{Entry: brief.Entry{Seq: s.Seq + 1, Briefing: s.ID, Kind: brief.Publish, Item: "a", Rev: 1,
			At: time.Unix(1e9, 0)}, Body: []byte(`{"track":"world"}`)}
		if err := s.Apply(next); err != nil && s.Seq+1 != 0 {
			t.Fatal(err)
		}
	})
}

// many is a long briefing: n items over three years in five tracks, a tenth of them changed once.
func many(n int) *State {
	r := rand.New(rand.NewPCG(1, 2))
	st := newStream()
	st.at = time.Date(2022, 2, 24, 3, 0, 0, 0, time.UTC)
	s := New()
	step := func() {
		p := st.entries[len(st.entries)-1]
		if err := s.Apply(p); err != nil {
			panic(err)
		}
	}
	st.briefing("Europe/Kyiv")
	step()
	item := func(i int) brief.ItemID { return brief.ItemID(fmt.Sprintf("%016x", uint64(i)*0x9e3779b97f4a7c15)) }
	track := func(i int) brief.TrackID { return brief.TrackID(fmt.Sprintf("track%d", i%5)) }
	for i := range n {
		st.at = st.at.Add(30 * time.Minute)
		st.publish(item(i), track(i))
		step()
		if i%10 == 9 {
			k := r.IntN(i)
			st.develop(brief.Update, item(k), track(k), brief.KindEvent)
			step()
		}
	}
	return s
}

func BenchmarkDecode50000(b *testing.B) {
	snapshot := many(50000).Encode()
	b.SetBytes(int64(len(snapshot)))
	for b.Loop() {
		if _, err := Decode(snapshot); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode50000(b *testing.B) {
	s := many(50000)
	for b.Loop() {
		s.Encode()
	}
}

func BenchmarkPublishOnAClone50000(b *testing.B) {
	s := many(50000)
	p := brief.Published{Entry: brief.Entry{Seq: s.Seq + 1, At: s.At.Add(time.Minute), Briefing: s.ID, Kind: brief.Publish, Rev: 1},
		Body: []byte(`{"headline":"H","text":"T","track":"track1","kind":"event","label":"official","rests_on":[]}`)}
	for i := 0; b.Loop(); i++ {
		p.Entry.Item = brief.ItemID(fmt.Sprintf("%016x", uint64(i)*0x9e3779b97f4a7c15+1))
		if err := s.Clone().Apply(p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReplay50000(b *testing.B) {
	for b.Loop() {
		many(50000)
	}
}

func BenchmarkLivePage50000(b *testing.B) {
	s := many(50000)
	for b.Loop() {
		s.Developments(Filter{Track: "track3"}, 0, 20)
		s.TrackCounts()
	}
}

func BenchmarkSinceAndDays50000(b *testing.B) {
	s := many(50000)
	for b.Loop() {
		s.Since(s.Seq - 100)
		s.Days()
	}
}

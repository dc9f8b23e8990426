package edition

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// held is an order as a reader holds it, and what stood in it then.
type held struct {
	order order
	want  []int32
}

// Orders long enough for several runs are changed as plain lists are, by whoever has the newest clone; readers keep what they have.
func TestOrdersAreListsThatClonesShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var now order
		var want []int32
		var readers []held
		insert := func(i int32) {
			at, there := slices.BinarySearch(want, i)
			if there {
				return
			}
			want = slices.Insert(slices.Clone(want), at, i)
			now.insert(now.search(func(other int32) bool { return other >= i }), i)
		}
		t.Repeat(map[string]func(*rapid.T){
			"newer ones": func(t *rapid.T) {
				next := int32(0)
				if len(want) > 0 {
					next = want[len(want)-1] + 1
				}
				for i := range rapid.Int32Range(1, 2*runSize).Draw(t, "how many") {
					insert(next + 2*i)
				}
			},
			"older ones": func(t *rapid.T) {
				for _, i := range rapid.SliceOfN(rapid.Int32Range(0, 4*runSize), 1, runSize).Draw(t, "which") {
					insert(i)
				}
			},
			"out": func(t *rapid.T) {
				for _, i := range rapid.SliceOfN(rapid.Int32Range(0, 4*runSize), 1, runSize).Draw(t, "which") {
					if at, there := slices.BinarySearch(want, i); there {
						want = slices.Delete(slices.Clone(want), at, at+1)
						now.remove(now.search(func(other int32) bool { return other >= i }))
					}
				}
			},
			"a whole stretch out": func(t *rapid.T) {
				for range min(rapid.IntRange(1, runSize).Draw(t, "how many"), len(want)) {
					want = slices.Delete(slices.Clone(want), 0, 1)
					now.remove(place{})
				}
			},
			"a reader comes": func(t *rapid.T) {
				readers = append(readers, held{now, want})
				now.mine = false
			},
			"": func(t *rapid.T) {
				same(t, "the newest", &now, want)
				for k := range readers {
					same(t, "a reader's", &readers[k].order, readers[k].want)
				}
			},
		})
	})
}

func same(t *rapid.T, whose string, o *order, want []int32) {
	t.Helper()
	if o.n != len(want) || !slices.Equal(slices.Collect(o.all().forth()), want) {
		t.Fatalf("%s order has %d numbers, not %d, or others", whose, o.n, len(want))
	}
	for _, r := range o.runs {
		if len(r.v) == 0 || len(r.v) > runSize {
			t.Fatalf("%s order has a run of %d", whose, len(r.v))
		}
	}
	from := rapid.IntRange(0, len(want)).Draw(t, "from")
	part := span{of: o, from: from, to: rapid.IntRange(from, len(want)).Draw(t, "to")}
	if got := slices.Collect(part.forth()); !slices.Equal(got, want[part.from:part.to]) {
		t.Fatalf("%s order from %d to %d: %d", whose, part.from, part.to, got)
	}
	got := slices.Collect(part.back())
	slices.Reverse(got)
	if !slices.Equal(got, want[part.from:part.to]) {
		t.Fatalf("%s order from %d back to %d: %d", whose, part.to, part.from, got)
	}
	if at := o.search(func(i int32) bool { return from < len(want) && i >= want[from] }); o.rank(at) != from {
		t.Fatalf("%s order counts %d before its number %d", whose, o.rank(at), from)
	}
}

// A publish over a long record must not copy its lists.
func TestAChangeOfAClonedOrderCopiesOneRun(t *testing.T) {
	var before order
	for i := range int32(100 * runSize) {
		before.insert(before.end(), 2*i)
	}
	for name, change := range map[string]func(o *order){
		"at the end":    func(o *order) { o.insert(o.end(), 1<<30) },
		"in the middle": func(o *order) { o.insert(place{50, 3}, 1) },
		"one out":       func(o *order) { o.remove(place{50, 3}) },
	} {
		after := before
		after.mine = false
		change(&after)
		shared := 0
		for _, r := range after.runs {
			if slices.ContainsFunc(before.runs, func(was run) bool { return &was.v[0] == &r.v[0] }) {
				shared++
			}
		}
		if shared < len(before.runs)-1 {
			t.Errorf("%s: %d of %d runs are shared", name, shared, len(before.runs))
		}
	}
}

package record

import (
	"fmt"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// TestEveryItemStandsWhereItWasLeft goes through more items than one piece of the list and several doublings hold, some
// with ids that are too long to be their own key.
func TestEveryItemStandsWhereItWasLeft(t *testing.T) {
	var s standings
	id := func(n int) brief.ItemID {
		if n%3 == 0 {
			return brief.ItemID(fmt.Sprintf("%s%d", strings.Repeat("long", 10), n))
		}
		return brief.ItemID(fmt.Sprintf("i%d", n))
	}
	const items = 3*pieceOfList + 5
	first := s.of("first")
	for n := range items {
		at := s.of(id(n))
		if at.rev != 0 || at.seq != 0 {
			t.Fatalf("%s is new and stands at revision %d, entry %d", id(n), at.rev, at.seq)
		}
		at.rev, at.seq = n+1, brief.Seq(2*n+1)
	}
	for n := range items {
		if at := s.of(id(n)); at.rev != n+1 || at.seq != brief.Seq(2*n+1) {
			t.Fatalf("%s stands at revision %d, entry %d", id(n), at.rev, at.seq)
		}
	}
	if s.of("first") != first || s.size != items+1 {
		t.Errorf("%d items for %d, or one that moved", s.size, items+1)
	}
}

func TestKeysOfItemsAreTheIdsThemselvesWhereTheyFit(t *testing.T) {
	const longest = "abcdefghijklmnopqrstuvw" // 23
	if k := keyOf(longest); string(k[:]) != longest+"\x00" {
		t.Errorf("%q", k)
	}
	// sha256("abcdefghijklmnopqrstuvwx"), by sha256sum
	if k := keyOf(longest + "x"); fmt.Sprintf("%x", k) != "0093b0cabf8668e0c534c52a568957499e12a284f59d97dc" {
		t.Errorf("%x", k)
	}
	if keyOf("a") == keyOf("a.") || keyOf(longest+"x") == keyOf(longest+"y") {
		t.Error("two items have one key")
	}
}

// TestLongIdsFollowEachOtherToo holds a chain to the revisions of items whose keys are hashed.
func TestLongIdsFollowEachOtherToo(t *testing.T) {
	list := shortRecord()
	for i := range list {
		if item := &list[i].Entry.Item; *item != brief.ItemBriefing {
			*item = brief.ItemID(strings.Repeat("x", 60)) + *item
		}
	}
	target := string(list[1].Entry.Item)
	list[4].Body = []byte(`{"class":"safety","reason":"It named a witness.","removed":[{"seq":2}],"target":"` + target + `"}`)
	list[4].Entry.Commit = CommitTo(list[4].Salt, list[4].Body)
	if err := walk(t, list, signedTree(t, list)); err != nil {
		t.Fatal(err)
	}
	list[5].Entry.Prev = 4
	if err := walk(t, list, signedTree(t, list)); err == nil || !strings.Contains(err.Error(), "entry 6 does not follow the revision") {
		t.Errorf("a wrong entry before: %v", err)
	}
}

package edition

import (
	"bytes"
	"sync"
	"testing"
)

// Run with -race: readers look and clone while the writer goes on from its own clone.
func TestReadersHoldTheirEditionWhileTheWriterGoesOn(t *testing.T) {
	st := everything()
	st.develop("update", "a", "world", "event")
	st.publish("c", "home")
	now := fold(t, st.entries[:11])
	held := now.Encode()
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 20 {
				if !bytes.Equal(now.Encode(), held) || !bytes.Equal(now.Clone().Encode(), held) {
					t.Error("the edition changed under its reader")
				}
				now.Since(2)
			}
		})
	}
	next := now.Clone()
	for _, p := range st.entries[11:] {
		if err := next.Apply(p); err != nil {
			t.Error(err)
		}
		next = next.Clone()
	}
	readers.Wait()
	if next.Seq != now.Seq+2 {
		t.Errorf("at %d", next.Seq)
	}
}

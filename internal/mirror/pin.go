package mirror

import (
	"crypto/sha256"
	"encoding/json"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// Pin is what a reader remembers of a record: whose it is, and how far it went.
type Pin struct {
	Origin string `json:"origin"`
	Key    string `json:"key"`
	// RootKey answers for the key; empty where the record declares none.
	RootKey string `json:"root_key,omitempty"`
	Size    int64  `json:"size"`
	// Root is the hash over the first Size entries, in base 64.
	Root string `json:"root"`
}

// Pins are the records that a reader has seen, by origin.
type Pins map[string]Pin

// ParsePins reads what [Pins.Encode] wrote; nothing at all gives no pins.
func ParsePins(raw []byte) (Pins, error) {
	pins := Pins{}
	if len(raw) == 0 {
		return pins, nil
	}
	if err := json.Unmarshal(raw, &pins); err != nil || pins == nil {
		return nil, brief.Invalid("the file of pins is damaged", "restore it from a backup; without it nothing is known of what was seen before")
	}
	for origin, p := range pins {
		if origin != p.Origin || p.Size < 0 {
			return nil, brief.Invalid("the file of pins is damaged", "restore it from a backup; without it nothing is known of what was seen before")
		}
	}
	return pins, nil
}

// Learn remembers what an intact copy shows. A whole one replaces what was known of its record. A part of one cannot
// show that the record only grew, so it adds nothing where something is pinned; and one without a checkpoint, seen
// first, pins the key and a record of no entries, which every other continues.
func (p Pins) Learn(r *Result) {
	if _, known := p[r.Origin]; known && r.partial {
		return
	}
	pin := r.Pin()
	if r.partial && r.root == (tlog.Hash{}) {
		pin.Size, pin.Root = 0, tlog.Hash(sha256.Sum256(nil)).String()
	}
	p[r.Origin] = pin
}

// Encode writes the pins as JSON, the same pins as the same bytes.
func (p Pins) Encode() ([]byte, error) {
	raw, err := json.MarshalIndent(p, "", "  ")
	return append(raw, '\n'), err
}

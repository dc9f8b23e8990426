package atlas

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"livebrief/internal/brief"
	"livebrief/internal/territory"
)

// Part is one map among the days of a body.
type Part struct {
	Body  *brief.MapChange
	Index int
}

// SumOf names a layer: the first 16 hexadecimal digits of the SHA-256 of its keyframe.
func SumOf(l territory.Layer) string { return sumOf(territory.EncodeKeyframe(l)) }

func sumOf(keyframe []byte) string {
	sum := sha256.Sum256(keyframe)
	return hex.EncodeToString(sum[:8])
}

// Read reads the layer of the last part; the first stands by itself, each other is told from the one before.
func Read(parts []Part) (territory.Layer, error) {
	var layer territory.Layer
	for i, p := range parts {
		raw, err := p.Bytes()
		if err != nil {
			return nil, err
		}
		d := &p.Body.Days[p.Index]
		switch {
		case d.Key:
			layer, err = territory.DecodeKeyframe(raw)
		case i == 0:
			return nil, p.broken("the map that it is told from is missing")
		default:
			layer, err = territory.DecodeChange(layer, raw)
		}
		if err != nil {
			return nil, fmt.Errorf("reading the map of %s: %w", d.Day, err)
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	last := parts[len(parts)-1]
	if got := SumOf(layer); got != last.Body.Days[last.Index].Sum {
		return nil, last.broken("its layer has the hash " + got)
	}
	return layer, nil
}

func (p Part) broken(why string) error {
	return brief.Invalid(fmt.Sprintf("the map of %.20s cannot be drawn: %s", string(p.Body.Days[p.Index].Day), why), "check the record with livebrief verify")
}

// Bytes gives the part’s stretch of the layers.
func (p Part) Bytes() ([]byte, error) {
	from := 0
	if p.Index < 0 || p.Index >= len(p.Body.Days) {
		return nil, brief.Invalid("a map is not among the days of its entry", "check the record with livebrief verify")
	}
	for _, d := range p.Body.Days[:p.Index] {
		if d.Bytes < 0 || d.Bytes > len(p.Body.Layers)-from {
			return nil, p.broken("its entry holds fewer bytes than it says")
		}
		from += d.Bytes
	}
	n := p.Body.Days[p.Index].Bytes
	if n < 0 || n > len(p.Body.Layers)-from {
		return nil, p.broken("its entry holds fewer bytes than it says")
	}
	return p.Body.Layers[from : from+n], nil
}

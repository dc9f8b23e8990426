package territory

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// DecodeKeyframe reads a layer that EncodeKeyframe wrote. It takes memory as the bytes have points, and refuses what is no keyframe.
func DecodeKeyframe(raw []byte) (Layer, error) {
	d, err := newLayerBytes(raw, keyframeMark)
	if err != nil {
		return nil, err
	}
	layer := make(Layer, 0, d.count(2))
	for range cap(layer) {
		a := d.name()
		a.Shape = d.shape()
		if n := len(layer); n > 0 && layer[n-1].compare(a) >= 0 {
			d.bad = true
		}
		if d.bad {
			break
		}
		layer = append(layer, a)
	}
	return layer, d.done()
}

// DecodeChange reads the layer after a change from the one before. Rings that did not change are shared with it.
func DecodeChange(before Layer, raw []byte) (Layer, error) {
	d, err := newLayerBytes(raw, changeMark)
	if err != nil {
		return nil, err
	}
	layer := slices.Clone(before)
	for range d.count(3) {
		a := d.name()
		i := slices.IndexFunc(layer, func(o Area) bool { return o.Class == a.Class && o.Party == a.Party })
		switch how := d.byte(); {
		case d.bad || how > areaEdited || (i < 0) != (how == areaWhole):
			d.bad = true
		case how == areaGone:
			layer = slices.Delete(layer, i, i+1)
		case how == areaWhole:
			a.Shape = d.shape()
			layer = append(layer, a)
		default:
			layer[i].Shape = d.edited(layer[i].Shape)
		}
		if d.bad {
			break
		}
	}
	slices.SortFunc(layer, Area.compare)
	return layer, d.done()
}

// layerBytes is what is left of a layer's bytes. Once bad, it gives nothing but zeros.
type layerBytes struct {
	raw    []byte
	points int // how many may still come
	bad    bool
}

func newLayerBytes(raw []byte, mark string) (*layerBytes, error) {
	rest, is := strings.CutPrefix(string(raw), mark)
	if !is {
		return nil, brief.Invalid("these bytes are no layer of a map", "take the bytes of a keyframe or a change, as docs/maps.md has them")
	}
	return &layerBytes{raw: []byte(rest), points: maxPositions}, nil
}

// done refuses bytes that were bad, or too many.
func (d *layerBytes) done() error {
	if d.bad || len(d.raw) > 0 {
		return brief.Invalid("the bytes of a layer of the map do not fit together", "fetch them again; they are damaged, or belong to another day")
	}
	return nil
}

func (d *layerBytes) byte() byte {
	if d.bad || len(d.raw) == 0 {
		d.bad = true
		return 0
	}
	b := d.raw[0]
	d.raw = d.raw[1:]
	return b
}

// uint reads a number up to a limit.
func (d *layerBytes) uint(most int) int {
	v, n := binary.Uvarint(d.raw)
	if d.bad || n <= 0 || v > uint64(max(most, 0)) {
		d.bad = true
		return 0
	}
	d.raw = d.raw[n:]
	return int(v)
}

// count reads how many things come, each of which takes some bytes at least.
func (d *layerBytes) count(least int) int { return d.uint(len(d.raw) / least) }

func (d *layerBytes) text() string {
	n := d.count(1)
	if d.bad || n > len(d.raw) {
		d.bad = true
		return ""
	}
	s := string(d.raw[:n])
	d.raw = d.raw[n:]
	return s
}

func (d *layerBytes) name() Area { return Area{Class: Class(d.text()), Party: d.text()} }

func (d *layerBytes) shape() Shape {
	s := make(Shape, 0, d.count(1))
	for range cap(s) {
		r := d.put(nil, Point{}, d.count(2))
		if d.bad {
			return nil
		}
		s = append(s, r)
	}
	return s
}

// put reads points told from the one before and adds them.
func (d *layerBytes) put(r Ring, from Point, n int) Ring {
	if d.take(n); d.bad {
		return nil
	}
	r = slices.Grow(r, n)
	for range n {
		from = Point{d.step(from.Lon), d.step(from.Lat)}
		r = append(r, from)
	}
	return r
}

// take counts points against the limit.
func (d *layerBytes) take(n int) {
	if d.points -= n; d.points < 0 || n < 0 {
		d.bad = true
	}
}

func (d *layerBytes) step(from int32) int32 {
	v, n := binary.Varint(d.raw)
	if d.bad || n <= 0 || v < math.MinInt32-int64(from) || v > math.MaxInt32-int64(from) {
		d.bad = true
		return 0
	}
	d.raw = d.raw[n:]
	return int32(int64(from) + v)
}

// edited reads the rings of a shape by those that it had before.
func (d *layerBytes) edited(before Shape) Shape {
	n := d.uint(len(before) + len(d.raw))
	var s Shape
	for len(s) < n && !d.bad {
		switch d.byte() {
		case ringsSame:
			from := d.uint(len(before) - 1)
			same := d.uint(min(len(before)-from, n-len(s)))
			if d.bad || same == 0 {
				d.bad = true
				return nil
			}
			for _, r := range before[from : from+same] {
				d.take(len(r))
			}
			s = append(s, before[from:from+same]...)
		case ringWhole:
			s = append(s, d.put(nil, Point{}, d.count(2)))
		case ringEdited:
			if len(before) == 0 {
				d.bad = true
				return nil
			}
			s = append(s, d.edit(before[d.uint(len(before)-1)]))
		default:
			d.bad = true
		}
	}
	return s
}

// edit reads a ring by one that it was.
func (d *layerBytes) edit(before Ring) Ring {
	if len(before) == 0 {
		d.bad = true
		return nil
	}
	turned := d.uint(len(before) - 1)
	old := slices.Concat(before[turned:], before[:turned])
	var r Ring
	at := 0
	for range d.count(3) {
		keep := d.uint(len(old) - at)
		if d.take(keep); d.bad {
			return nil
		}
		r = append(r, old[at:at+keep]...)
		at += keep
		at += d.uint(len(old) - at)
		last := Point{}
		if len(r) > 0 {
			last = r[len(r)-1]
		}
		if r = d.put(r, last, d.count(2)); d.bad {
			return nil
		}
	}
	return r
}

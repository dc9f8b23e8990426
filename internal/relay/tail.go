package relay

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"strings"
	"sync"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

const (
	// pollFrom and pollTo bound the pause between two looks at an upstream that answers, pollLongest the one after many
	// that did not.
	pollFrom, pollTo = 2 * time.Second, 3 * time.Second
	pollLongest      = 15 * time.Second
	// maxBundle bounds a bundle of 256 leaves, maxBeside what stands beside one entry: years of maps fit.
	maxBundle = 256 * 2048
	maxBeside = 96 << 20
)

// Tail follows an upstream over HTTPS: a server with its list of briefings, or the copy of one briefing on any host.
type Tail struct {
	client *client
	now    func() time.Time
	random func() float64
	// between is how long to wait between two looks, by how many failed in a row.
	between func(failures int, random float64) time.Duration

	mu       sync.Mutex
	failures int
	// copy says that the upstream is the copy of one briefing; learned with the first answer.
	copy    bool
	learned bool
	tag     string
	last    []Head
	cut     time.Time
	// checkpoint is that of a copy.
	checkpoint []byte
}

// NewTail makes the source of an upstream; agent names the program to it.
func NewTail(upstream *url.URL, agent string, now func() time.Time) *Tail {
	return &Tail{client: newClient(upstream, agent), now: now, random: rand.Float64, between: pause}
}

// pause is the time between two looks, never the same for two edges.
func pause(failures int, random float64) time.Duration {
	usual := pollFrom + time.Duration(random*float64(pollTo-pollFrom))
	return min(usual<<min(failures, 6), pollLongest/2+time.Duration(random*float64(pollLongest/2)))
}

// Close gives connections back.
func (t *Tail) Close() { t.client.http.CloseIdleConnections() }

// Wait waits for the next look.
func (t *Tail) Wait(ctx context.Context, failed bool) {
	t.mu.Lock()
	if t.failures++; !failed {
		t.failures = 0
	}
	wait := t.between(t.failures, t.random())
	t.mu.Unlock()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// Missed does nothing: an upstream of files has nobody to tell.
func (t *Tail) Missed(context.Context, Head, int64, int64) {}

// News asks the upstream.
func (t *Tail) News(ctx context.Context) (News, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	begun := t.now()
	if !t.copy {
		a, err := t.client.get(ctx, ListPath, maxList, t.tag)
		if err == nil {
			return t.list(a, begun)
		}
		if t.learned || !errors.Is(err, errGone) {
			return News{}, err
		}
	}
	return t.ofCopy(ctx, begun)
}

// list takes a list of briefings, or that it has not changed.
func (t *Tail) list(a answer, begun time.Time) (News, error) {
	if !a.same {
		heads, cut, err := ParseList(a.body)
		if err != nil {
			return News{}, err
		}
		for _, h := range heads {
			if h.Name == "" {
				return News{}, brief.Invalid(fmt.Sprintf("the list gives no address name for the briefing %s", h.Briefing), "")
			}
		}
		t.last, t.cut, t.tag, t.learned = heads, cut, a.tag, true
	}
	at := begun.Add(-a.age)
	if !t.cut.IsZero() && t.cut.Before(at) {
		at = t.cut // what it hears no more is no news here either
	}
	return News{At: at, Heads: t.last}, nil
}

// ofCopy looks at the copy of one briefing.
func (t *Tail) ofCopy(ctx context.Context, begun time.Time) (News, error) {
	a, err := t.client.get(ctx, "record/checkpoint", maxCheckpoint, t.tag)
	if err != nil {
		return News{}, err
	}
	if !a.same {
		head, err := t.headOfCopy(ctx, a.body)
		if err != nil {
			return News{}, err
		}
		t.last, t.tag, t.checkpoint, t.copy, t.learned = []Head{head}, a.tag, a.body, true, true
	}
	return News{At: begun.Add(-a.age), Heads: t.last}, nil
}

// headOfCopy finds out which briefing the copy is of.
func (t *Tail) headOfCopy(ctx context.Context, checkpoint []byte) (Head, error) {
	origin, tree, err := record.Claimed(checkpoint)
	if err != nil {
		return Head{}, err
	}
	key, err := t.client.get(ctx, "key", maxCheckpoint, "")
	if err != nil {
		return Head{}, err
	}
	h := Head{Origin: origin, Key: strings.TrimSpace(string(key.body)), Size: brief.Seq(tree.Size), Hash: HashOf(checkpoint)}
	if len(t.last) == 1 && t.last[0].Origin == origin {
		h.Briefing = t.last[0].Briefing
	} else {
		leaves, err := t.bundle(ctx, "", 0, record.TileWidth(tree.Size, record.EntriesLevel, 0))
		if err != nil {
			return Head{}, err
		}
		first, err := record.ParseEntry(leaves[0])
		if err != nil {
			return Head{}, err
		}
		h.Briefing = first.Briefing
	}
	return h, h.check()
}

// below is where the record of a briefing stands.
func (t *Tail) below(h Head) string {
	if h.Name == "" {
		return ""
	}
	return url.PathEscape(string(h.Name)) + "/"
}

// Checkpoint gets the checkpoint of a briefing.
func (t *Tail) Checkpoint(ctx context.Context, h Head) ([]byte, error) {
	t.mu.Lock()
	kept := t.checkpoint
	t.mu.Unlock()
	if h.Name == "" && kept != nil {
		return kept, nil
	}
	a, err := t.client.get(ctx, t.below(h)+"record/checkpoint", maxCheckpoint, "")
	return a.body, err
}

// Mirrors gets the signed list of mirrors.
func (t *Tail) Mirrors(ctx context.Context, h Head) ([]byte, error) {
	a, err := t.client.get(ctx, t.below(h)+"mirrors.txt", maxCheckpoint, "")
	if errors.Is(err, errGone) {
		return nil, nil
	}
	return a.body, err
}

// Entries reads bundles of leaves and what stands beside them.
func (t *Tail) Entries(ctx context.Context, h Head, size, from, to int64, take func(Entry) error) error {
	for index := (from - 1) / record.FullTile; index*record.FullTile < to; index++ {
		width := record.TileWidth(size, record.EntriesLevel, index)
		leaves, err := t.bundle(ctx, t.below(h), index, width)
		if err != nil {
			return err
		}
		first := index*record.FullTile + 1
		err = t.beside(ctx, t.below(h), index, width, func(i int, b record.Beside) error {
			if seq := first + int64(i); seq < from || seq > to {
				return nil
			}
			return take(Entry{Leaf: leaves[i], Beside: b})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// bundle gets up to 256 leaves.
func (t *Tail) bundle(ctx context.Context, below string, index int64, width int) ([][]byte, error) {
	path := below + "record/" + record.TilePath(record.EntriesLevel, index, width)
	body, done, err := t.client.open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer done()
	raw, err := io.ReadAll(io.LimitReader(body, maxBundle+1))
	switch {
	case len(raw) > maxBundle:
		return nil, tooLarge(path, maxBundle)
	case err != nil:
		return nil, t.client.away(err)
	}
	leaves, err := record.ParseEntryBundle(raw)
	if err == nil && len(leaves) != width {
		err = brief.Invalid(fmt.Sprintf("the upstream's %s holds %d entries and not %d", path, len(leaves), width), "check what answers at its address")
	}
	return leaves, err
}

// beside reads what stands beside the entries of a bundle, line by line: a file of them can be large.
func (t *Tail) beside(ctx context.Context, below string, index int64, width int, take func(i int, b record.Beside) error) error {
	path := below + "record/" + record.BodiesPath(index, width)
	body, done, err := t.client.open(ctx, path)
	if err != nil {
		return err
	}
	defer done()
	lines := bufio.NewReaderSize(body, 64<<10)
	for i := range width {
		line, err := readLine(lines, maxBeside)
		if errors.Is(err, errLong) {
			return tooLarge(path, maxBeside)
		}
		if err != nil {
			return t.client.away(err)
		}
		b, err := record.ParseBeside(line)
		if want := brief.Seq(index*record.FullTile + int64(i) + 1); err == nil && b.Seq != want {
			err = brief.Invalid(fmt.Sprintf("the upstream's %s tells of entry %d where %d is due", path, b.Seq, want), "check what answers at its address")
		}
		if err != nil {
			return err
		}
		if err := take(i, b); err != nil {
			return err
		}
	}
	return nil
}

// errLong is a line that no file of a record has.
var errLong = errors.New("the line is too long")

// readLine gives the next line without its end, of at most limit bytes.
func readLine(r *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > limit {
			return nil, errLong
		}
		line = append(line, part...)
		switch {
		case err == nil:
			return bytes.TrimSuffix(line, []byte("\n")), nil
		case errors.Is(err, io.EOF):
			return nil, io.ErrUnexpectedEOF // the last line has an end too
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		}
	}
}

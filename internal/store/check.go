package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Progress is how far a check has come within one briefing.
type Progress struct {
	Briefing brief.Name
	Done, Of brief.Seq
}

// Check looks over the whole database: first as the database itself does, then every record, entry by entry: that
// the leaf hashes to what the tree holds, that body and salt are those it is committed to or were removed openly,
// that the tables made from the entries agree with them, and that the signed checkpoint is over that tree. Nothing may
// belong to a briefing that is not there. The error names the entry at fault. Others may publish meanwhile: each record
// is checked as far as it went when its turn came.
func (s *Store) Check(ctx context.Context) error { return s.CheckTelling(ctx, func(Progress) {}) }

// CheckTelling is Check with a word now and then about how far it has come.
func (s *Store) CheckTelling(ctx context.Context, tell func(Progress)) error {
	var said string
	if err := s.read.QueryRowContext(ctx, s.dialect.probe).Scan(&said); err != nil {
		return s.explain("checking the database", err)
	}
	if said != "ok" {
		return &brief.Error{Kind: brief.KindOther, What: "the database file is damaged", Do: restore,
			Err: fmt.Errorf("integrity_check: %s", said)}
	}
	briefings, err := s.Briefings(ctx)
	if err != nil {
		return err
	}
	var faults []error
	for _, b := range briefings {
		if err := s.checkBriefing(ctx, b, tell); err != nil {
			faults = append(faults, s.explain("checking the briefing "+string(b.Name), err))
		}
	}
	return errors.Join(append(faults, s.explain("checking the database", s.strays(ctx)))...)
}

// strays finds rows of a record of which there is no briefing.
func (s *Store) strays(ctx context.Context) error {
	list, err := many(ctx, s.reader(), scan[brief.BriefingID], "check.Strays")
	if err == nil && len(list) > 0 {
		err = &brief.Error{Kind: brief.KindOther, Do: restore,
			What: fmt.Sprintf("the database holds parts of the record %.80q, and no briefing of that id", string(list[0]))}
	}
	return err
}

// Probed says what [Store.Check] asked of the database itself, as words for a person.
func (s *Store) Probed() string { return s.dialect.probed }

const restore = "restore the last backup and compare"

// fault is what a check finds: in which briefing, and what.
func fault(b *BriefingRow, what string, cause error) error {
	return &brief.Error{Kind: brief.KindOther, What: fmt.Sprintf("in the briefing %s, %s", b.Name, what), Do: restore, Err: cause}
}

// checking is a walk along one record.
type checking struct {
	s     *Store
	b     BriefingRow
	tree  record.Hashes
	last  time.Time
	items map[brief.ItemID]standing
	keys  record.Succession
}

// checkAtOnce is how many entries are read at a time.
const checkAtOnce = 512

func (s *Store) checkBriefing(ctx context.Context, b BriefingRow, tell func(Progress)) error {
	var size int64
	signed, err := one(ctx, s.reader(), func(r row) (signed []byte, err error) {
		var at int64
		err = r.Scan(&b.Seq, &at, &size, &signed)
		b.At = moment(at)
		return signed, err
	}, "check.Briefing", b.ID)
	if err != nil {
		return err
	}
	if size != int64(b.Seq) {
		return fault(&b, fmt.Sprintf("the checkpoint is over %d entries and the record has %d", size, b.Seq), nil)
	}
	c := &checking{s: s, b: b, items: map[brief.ItemID]standing{}}
	for from := brief.Seq(1); from <= b.Seq; from += checkAtOnce {
		to := min(b.Seq, from+checkAtOnce-1)
		err := s.look(ctx, func(r runner) error {
			if err := c.entries(ctx, r, from, to); err != nil {
				return err
			}
			return c.hashes(ctx, r, from, to)
		})
		if err != nil {
			return err
		}
		tell(Progress{Briefing: b.Name, Done: to, Of: b.Seq})
	}
	if !c.last.Equal(b.At) {
		return fault(&b, "the time of the last entry is not that of the briefing", nil)
	}
	return errors.Join(c.leftovers(ctx), c.standings(ctx), c.checkpoint(signed))
}

// checkpoint compares the signed checkpoint with the tree of what was read. Ed25519 signs the same text the same
// way each time, so that the key at hand tells a forged signature.
func (c *checking) checkpoint(signed []byte) error {
	t, err := c.tree.Tree()
	if err != nil {
		return err
	}
	text := c.b.Origin + "\n" + strconv.FormatInt(t.Size, 10) + "\n" + t.Root.String() + "\n\n"
	if !bytes.HasPrefix(signed, []byte(text)) {
		return fault(&c.b, "the checkpoint is over another tree than the entries make", nil)
	}
	if now, declared := c.keys.Current(); declared {
		v, err := record.NewVerifier(now.Key)
		if err == nil {
			_, err = record.OpenCheckpoint(signed, c.b.Origin, note.VerifierList(v))
		}
		if err != nil {
			return fault(&c.b, fmt.Sprintf("the checkpoint is not signed with the key that entry %d declares", now.Seq), err)
		}
	}
	if c.s.opts.Signers == nil {
		return nil
	}
	signer, err := c.s.signer(c.b.ID)
	if err != nil {
		return err
	}
	again, err := record.Checkpoint(c.b.Origin, t.Size, t.Root, signer)
	if err != nil || !bytes.Equal(again, signed) {
		// A key that was made for another record cannot even sign.
		return fault(&c.b, "the checkpoint is not signed with the key of the briefing", err)
	}
	return nil
}

// hashes compares the stored part of the tree that the entries from and to completed with what they hash to.
func (c *checking) hashes(ctx context.Context, r runner, from, to brief.Seq) error {
	place, end := tlog.StoredHashCount(from.Leaf()), tlog.StoredHashCount(int64(to))
	err := r.each(ctx, func(r row) error {
		var stored int64
		var hash []byte
		if err := r.Scan(&stored, &hash); err != nil {
			return err
		}
		want, err := c.tree.ReadHashes([]int64{place})
		if err != nil {
			return err
		}
		if stored != place || !bytes.Equal(hash, want[0][:]) {
			return c.wrongHash(place)
		}
		place++
		return nil
	}, "hash.Range", c.b.ID, place, end)
	if err == nil && place != end {
		return c.wrongHash(place)
	}
	return err
}

// wrongHash names the entries below a place of the tree.
func (c *checking) wrongHash(place int64) error {
	level, n := tlog.SplitStoredHashIndex(place)
	first, last := n<<level+1, (n+1)<<level
	if level == 0 {
		return fault(&c.b, fmt.Sprintf("entry %d is not the one that was published: its hash in the tree is another", first), nil)
	}
	return fault(&c.b, fmt.Sprintf("the tree over the entries %d to %d has another hash than they have", first, last), nil)
}

package store

import (
	"context"
	"fmt"
	"sync"
	"time"

	"callflow/flowengine"
)

// Rotation remembers where a company's round robins stand.
type Rotation struct {
	store   *Store
	company string
}

var _ flowengine.Rotation = (*Rotation)(nil)

// Rotation returns the round robins of a company.
func (s *Store) Rotation(company string) *Rotation { return &Rotation{s, companyName(company)} }

// rotations are the turns that this process has reserved. They are reserved
// ahead, so that a call does not wait for the disk for each; a crash skips
// what was left, and no turn is ever given twice.
type rotations struct {
	mu     sync.Mutex
	blocks map[rotationKey]*block
}

type rotationKey struct{ company, key string }

// block is a run of turns: next up to, not including, end.
type block struct{ next, end int }

const (
	blockSize   = 32
	maxBlocks   = 10_000
	reserveWait = 500 * time.Millisecond
)

// Turn implements [flowengine.Rotation]. When the database cannot be written
// it goes on counting, and says so in the log.
func (r *Rotation) Turn(ctx context.Context, key string) (int, error) {
	key = Printable(key, 512)
	all := &r.store.rotations
	all.mu.Lock()
	defer all.mu.Unlock()
	at := rotationKey{r.company, key}
	b := all.blocks[at]
	if b == nil {
		b = &block{}
	}
	if b.next == b.end {
		ctx, cancel := context.WithTimeout(ctx, reserveWait)
		defer cancel()
		end, err := r.reserve(ctx, key, b.end)
		switch {
		case err == nil:
			b.next, b.end = end-blockSize, end
		case b.end == 0:
			return 0, err
		default:
			r.store.log.Warn().Err(err).Str("key", key).Msg("a round robin goes on without being stored")
			b.end++
		}
		if all.blocks == nil || len(all.blocks) >= maxBlocks {
			all.blocks = map[rotationKey]*block{}
		}
		all.blocks[at] = b
	}
	turn := b.next
	b.next++
	return turn, nil
}

// reserve takes the next block, past what was given out already.
func (r *Rotation) reserve(ctx context.Context, key string, given int) (end int, err error) {
	err = r.store.change(ctx, r.company, func(t *tx) error {
		err := t.QueryRowContext(t.ctx, `INSERT INTO rotations (company_id, key, turn) VALUES (?1, ?2, ?3 + ?4)
			ON CONFLICT (company_id, key) DO UPDATE SET turn = max(turn, ?3) + ?4 RETURNING turn`, t.company.ID, key, given, blockSize).Scan(&end)
		if err != nil {
			return fmt.Errorf("reserve turns of the round robin %q: %w", key, err)
		}
		return nil
	})
	return end, err
}

// giveBack returns what is left of the blocks, so that a restart skips nothing.
// It is done at the end and only if nobody has reserved more since.
func (s *Store) giveBack(ctx context.Context) {
	s.rotations.mu.Lock()
	defer s.rotations.mu.Unlock()
	if len(s.rotations.blocks) == 0 {
		return
	}
	err := s.write(ctx, func(t *tx) error {
		for at, b := range s.rotations.blocks {
			if _, err := t.exec("give back turns", `UPDATE rotations SET turn = ? WHERE turn <= ? AND key = ?
				AND company_id = (SELECT id FROM companies WHERE name = ?)`, b.next, b.end, at.key, at.company); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.log.Debug().Err(err).Msg("turns of round robins are skipped at the next start")
	}
	s.rotations.blocks = nil
}

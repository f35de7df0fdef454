package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"callflow/flowengine"
)

// OpenCheckpoints lists the sessions that had not ended when they were last
// heard of, for a start that goes on with them. One that cannot be read is
// logged and left out; [Store.CloseLost] closes it.
func (s *Store) OpenCheckpoints(ctx context.Context) ([]flowengine.Checkpoint, error) {
	type row struct{ call, state string }
	rows, err := collect(ctx, s.reader, "list checkpoints", func(r *sql.Rows, v *row) error { return r.Scan(&v.call, &v.state) },
		`SELECT call, state FROM checkpoints ORDER BY call`)
	if err != nil {
		return nil, err
	}
	out := make([]flowengine.Checkpoint, 0, len(rows))
	for _, r := range rows {
		var c flowengine.Checkpoint
		if err := json.Unmarshal([]byte(r.state), &c); err != nil {
			s.log.Error().Str("call", r.call).Err(err).Msg("a checkpoint cannot be read; its call cannot go on")
			continue
		}
		out = append(out, c)
	}
	return out, nil
}

// NodeOf is the node that a call is in, "" when it is not known.
func (s *Store) NodeOf(ctx context.Context, call string) (node string, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT coalesce(state ->> '$.node', '') FROM checkpoints WHERE call = ?`, call).Scan(&node)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("look up where the call %s is: %w", call, err)
	}
	return node, nil
}

// The end of a lost call is the last that is known of it.
const closeLost = `UPDATE calls SET outcome = 'lost', why = ?1, ended = max(started,
	coalesce((SELECT max(left_at) FROM steps WHERE call = calls.id), started),
	coalesce((SELECT saved FROM checkpoints WHERE call = calls.id), started))
	WHERE ended IS NULL`

// CloseLost closes sessions whose channel is gone, and forgets their
// checkpoints. Calls that have ended already are left as they are.
func (s *Store) CloseLost(ctx context.Context, why string, calls ...string) error {
	return s.write(ctx, func(t *tx) error {
		for _, id := range calls {
			if _, err := t.exec("close a lost call", closeLost+` AND id = ?2`, Printable(why, 1000), id); err != nil {
				return err
			}
			if _, err := t.exec("forget a lost call's checkpoint", `DELETE FROM checkpoints WHERE call = ?`, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// CloseOrphans closes, as lost, the calls that began before the given time and
// have neither an end nor a checkpoint, and forgets checkpoints of calls that
// have ended. It returns how many calls it closed. It is for the start of the
// server, before it takes calls.
func (s *Store) CloseOrphans(ctx context.Context, before time.Time) (closed int64, err error) {
	err = s.write(ctx, func(t *tx) error {
		if _, err := t.exec("forget checkpoints of ended calls",
			`DELETE FROM checkpoints WHERE call IN (SELECT k.call FROM checkpoints k JOIN calls c ON c.id = k.call WHERE c.ended IS NOT NULL)`); err != nil {
			return err
		}
		r, err := t.exec("close orphaned calls", closeLost+` AND started < ?2 AND NOT EXISTS (SELECT 1 FROM checkpoints k WHERE k.call = calls.id)`,
			"callflow was away when the call ended.", timeText(before))
		if err != nil {
			return err
		}
		if closed, err = r.RowsAffected(); err != nil {
			return fmt.Errorf("count orphaned calls: %w", err)
		}
		return nil
	})
	return closed, err
}

package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"callflow/queue"
	"callflow/wording"
)

const queueColumns = `q.id, q.name, q.strategy, q.cycle_s, q.ring_s, q.wrap_up_s, q.capacity, q.pause_after, q.music, q.whisper, q.position_every,
	q.position_changed, q.wait_said, q.periodic, q.periodic_every, q.hours, q.timezone, q.closed, q.closed_to, q.service_level_s`

// storedQueue is a queue with its row's id.
type storedQueue struct {
	queue.Definition
	id int64
}

func scanQueue(r interface{ Scan(...any) error }, q *storedQueue) error {
	var hours string
	d := &q.Definition
	if err := r.Scan(&q.id, &d.Name, &d.Strategy, &d.CycleS, &d.RingS, &d.WrapUpS, &d.Capacity, &d.PauseAfter, &d.Music, &d.Whisper, &d.PositionEvery,
		&d.PositionChanged, &d.WaitSaid, &d.Periodic, &d.PeriodicEvery, &hours, &d.Timezone, &d.Closed, &d.ClosedTo, &d.ServiceLevelS); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(hours), &d.Hours); err != nil {
		return fmt.Errorf("the hours of the queue %q: %w", d.Name, err)
	}
	return nil
}

// Queues lists a company's queues by name, with their members.
func (s *Store) Queues(ctx context.Context, company string) ([]queue.Definition, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	stored, err := queues(ctx, s.reader, c)
	out := make([]queue.Definition, 0, len(stored))
	for _, q := range stored {
		out = append(out, q.Definition)
	}
	return out, err
}

func queues(ctx context.Context, q querier, c Company) ([]storedQueue, error) {
	found, err := collect(ctx, q, "list queues", func(r *sql.Rows, q *storedQueue) error { return scanQueue(r, q) },
		`SELECT `+queueColumns+` FROM queues q WHERE q.company_id = ? ORDER BY q.name`, c.ID)
	if err != nil {
		return nil, err
	}
	for i := range found {
		if err := found[i].readMembers(ctx, q); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Queue returns one queue with its members. Timezone is "" when it is the company's.
func (s *Store) Queue(ctx context.Context, company, name string) (queue.Definition, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return queue.Definition{}, err
	}
	q, err := queueByName(ctx, s.reader, c, name)
	return q.Definition, err
}

func queueByName(ctx context.Context, q querier, c Company, name string) (storedQueue, error) {
	var found storedQueue
	err := scanQueue(q.QueryRowContext(ctx, `SELECT `+queueColumns+` FROM queues q WHERE q.company_id = ? AND q.name = ?`, c.ID, name), &found)
	if errors.Is(err, sql.ErrNoRows) {
		return found, notFound(ctx, q, "queue", name, `SELECT name FROM queues WHERE company_id = ?`, c.ID)
	}
	if err != nil {
		return found, fmt.Errorf("look up the queue %q: %w", name, err)
	}
	return found, found.readMembers(ctx, q)
}

func (q *storedQueue) readMembers(ctx context.Context, from querier) (err error) {
	q.Members, err = collect(ctx, from, "list a queue's members", func(r *sql.Rows, m *queue.Member) error {
		return r.Scan(&m.User, &m.Priority, &m.DelayS, &m.PauseAfter, &m.LoggedIn, &m.Paused, &m.PauseWhy, &m.Missed, when{&m.LastDone}, when{&m.WrapUntil})
	}, `SELECT u.name, m.priority, m.delay_s, m.pause_after, m.logged_in, m.paused, m.pause_why, m.missed, m.last_done, CASE a.state WHEN 'wrap_up' THEN a.until END
		FROM queue_members m JOIN users u ON u.id = m.user_id LEFT JOIN queue_agents a ON a.user_id = u.id
		WHERE m.queue_id = ? ORDER BY m.position`, q.id)
	return err
}

// AddQueue adds a queue with its members, in their order.
func (s *Store) AddQueue(ctx context.Context, company string, d queue.Definition) (queue.Definition, error) {
	if err := checkIdentifier("queue", d.Name); err != nil {
		return d, err
	}
	err := s.change(ctx, company, func(t *tx) error {
		if err := t.checkQueue(&d); err != nil {
			return err
		}
		_, err := t.insert("add a queue", `INSERT INTO queues (company_id, name) VALUES (?, ?)`, t.company.ID, d.Name)
		if isUnique(err) {
			return taken("queue", d.Name)
		}
		if err != nil {
			return err
		}
		if err := t.putQueue(d); err != nil {
			return err
		}
		q, err := queueByName(t.ctx, t, t.company, d.Name)
		if err != nil {
			return err
		}
		if err := t.serve(q, d.Members); err != nil {
			return err
		}
		if q, err = queueByName(t.ctx, t, t.company, d.Name); err != nil {
			return err
		}
		d = q.Definition
		return t.audit("queue.add", "queue", d.Name, nil, d)
	})
	return d, err
}

// SetQueue changes the queue of that name: everything but its name and members.
func (s *Store) SetQueue(ctx context.Context, company string, d queue.Definition) (queue.Definition, error) {
	err := s.change(ctx, company, func(t *tx) error {
		before, err := queueByName(t.ctx, t, t.company, d.Name)
		if err != nil {
			return err
		}
		d.Name, d.Members = before.Name, before.Members
		if err := t.checkQueue(&d); err != nil {
			return err
		}
		if err := t.putQueue(d); err != nil {
			return err
		}
		return t.audit("queue.set", "queue", d.Name, before.Definition, d)
	})
	return d, err
}

// RemoveQueue removes a queue. One that a flow uses, or in which somebody waits
// or talks, is not.
func (s *Store) RemoveQueue(ctx context.Context, company, name string) error {
	return s.change(ctx, company, func(t *tx) error {
		before, err := queueByName(t.ctx, t, t.company, name)
		if err != nil {
			return err
		}
		if err := t.unused("queue", before.Name, nil); err != nil {
			return err
		}
		var inside int
		if err := t.QueryRowContext(t.ctx, `SELECT count(*) FROM queue_visits WHERE company_id = ? AND queue = ? AND left_at IS NULL`,
			t.company.ID, before.Name).Scan(&inside); err != nil {
			return fmt.Errorf("look who is in the queue: %w", err)
		}
		if inside > 0 {
			return &ConflictError{Kind: "queue", Name: before.Name, Problem: wording.Say(
				"in the queue %q are %d callers; close it with callflow queue close, and remove it when they have left", before.Name, inside)}
		}
		if _, err := t.exec("remove a queue", `DELETE FROM queues WHERE id = ?`, before.id); err != nil {
			return err
		}
		return t.audit("queue.rm", "queue", before.Name, before.Definition, nil)
	})
}

// checkQueue refuses what no queue can have. A closure's mailbox must exist,
// and what is played must be in the library.
func (t *tx) checkQueue(d *queue.Definition) error {
	checked := *d
	if checked.Timezone == "" {
		checked.Timezone = t.company.Timezone
	}
	if field, value, problem := checked.Check(); field != "" {
		return &InvalidError{Field: field, Value: value, Problem: problem}
	}
	for field, text := range map[string]string{"music": d.Music, "whisper": d.Whisper, "periodic": d.Periodic} {
		if err := checkText(field, text, 1000); err != nil {
			return err
		}
	}
	if d.Music == "" {
		d.Music = "default"
	}
	for _, text := range []string{d.Whisper, d.Periodic, d.ClosedTo} {
		if err := t.mustExist(text); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) putQueue(d queue.Definition) error {
	if d.Hours == nil {
		d.Hours = []string{}
	}
	hours, err := jsonText(d.Hours)
	if err != nil {
		return err
	}
	_, err = t.exec("change a queue", `UPDATE queues SET strategy = ?, cycle_s = ?, ring_s = ?, wrap_up_s = ?, capacity = ?, pause_after = ?, music = ?,
		whisper = ?, position_every = ?, position_changed = ?, wait_said = ?, periodic = ?, periodic_every = ?, hours = ?, timezone = ?, closed = ?,
		closed_to = ?, service_level_s = ? WHERE company_id = ? AND name = ?`,
		string(d.Strategy), d.CycleS, d.RingS, d.WrapUpS, d.Capacity, d.PauseAfter, d.Music, d.Whisper, d.PositionEvery, d.PositionChanged, d.WaitSaid,
		d.Periodic, d.PeriodicEvery, hours, d.Timezone, d.Closed, d.ClosedTo, d.ServiceLevelS, t.company.ID, d.Name)
	return err
}

package store

import (
	"context"
	"fmt"

	"callflow/flowengine"
	"callflow/queue"
	"callflow/wording"
)

// JoinQueue makes users members of a queue, logged in, or changes the priority,
// delay and pause of those who are. New ones come last.
func (s *Store) JoinQueue(ctx context.Context, company, name string, members ...queue.Member) (queue.Definition, error) {
	return s.changeMembers(ctx, company, name, "queue.join", func(t *tx, q storedQueue) error {
		for _, m := range members {
			u, err := t.checkMember(m)
			if err != nil {
				return err
			}
			if _, err := t.exec("add a queue's member", `INSERT INTO queue_members (queue_id, user_id, position, priority, delay_s, pause_after)
				VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM queue_members WHERE queue_id = ?1), ?3, ?4, ?5)
				ON CONFLICT DO UPDATE SET priority = excluded.priority, delay_s = excluded.delay_s, pause_after = excluded.pause_after, logged_in = 1`,
				q.id, u.ID, m.Priority, m.DelayS, m.PauseAfter); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) checkMember(m queue.Member) (User, error) {
	switch {
	case m.Priority < 1 || m.Priority > 10:
		return User{}, &InvalidError{Field: "priority", Value: fmt.Sprint(m.Priority), Problem: wording.Of("use 1 to 10; 1 is rung first")}
	case m.DelayS < 0 || m.DelayS > 3600:
		return User{}, &InvalidError{Field: "delay", Value: fmt.Sprint(m.DelayS), Problem: wording.Of("use 0 to 3600 seconds")}
	case m.PauseAfter != nil && (*m.PauseAfter < 0 || *m.PauseAfter > 100):
		return User{}, &InvalidError{Field: "pause-after", Value: fmt.Sprint(*m.PauseAfter), Problem: wording.Of("use 0 to 100 missed calls; 0 is never")}
	}
	return userByName(t.ctx, t, t.company, m.User)
}

// SetQueueMembers says who serves a queue, in this order. New members are logged
// in; those who stay are logged in, out or paused as before.
func (s *Store) SetQueueMembers(ctx context.Context, company, name string, members []queue.Member) (queue.Definition, error) {
	return s.changeMembers(ctx, company, name, "queue.members", func(t *tx, q storedQueue) error { return t.serve(q, members) })
}

// serve makes these the members of a queue, in this order.
func (t *tx) serve(q storedQueue, members []queue.Member) error {
	stay := map[int64]bool{}
	for i, m := range members {
		u, err := t.checkMember(m)
		if err != nil {
			return err
		}
		if stay[u.ID] {
			return &InvalidError{Field: "members", Value: m.User, Problem: wording.Of("the user is listed twice")}
		}
		stay[u.ID] = true
		if _, err := t.exec("put a queue's member in place", `INSERT INTO queue_members (queue_id, user_id, position, priority, delay_s, pause_after) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET position = excluded.position, priority = excluded.priority, delay_s = excluded.delay_s, pause_after = excluded.pause_after`,
			q.id, u.ID, i+1, m.Priority, m.DelayS, m.PauseAfter); err != nil {
			return err
		}
	}
	for _, m := range q.Members {
		u, err := userByName(t.ctx, t, t.company, m.User)
		if err != nil {
			return err
		}
		if stay[u.ID] {
			continue
		}
		if _, err := t.exec("remove a queue's member", `DELETE FROM queue_members WHERE queue_id = ? AND user_id = ?`, q.id, u.ID); err != nil {
			return err
		}
	}
	return nil
}

// LeaveQueue takes users out of a queue.
func (s *Store) LeaveQueue(ctx context.Context, company, name string, users ...string) (queue.Definition, error) {
	return s.changeMembers(ctx, company, name, "queue.leave", func(t *tx, q storedQueue) error {
		for _, user := range users {
			r, err := t.exec("remove a queue's member", `DELETE FROM queue_members WHERE queue_id = ?
				AND user_id = (SELECT id FROM users WHERE company_id = ? AND name = ?)`, q.id, t.company.ID, user)
			if err != nil {
				return err
			}
			if n, err := r.RowsAffected(); err != nil || n == 0 {
				return notMember(user, q.Name)
			}
		}
		return nil
	})
}

func notMember(user, name string) error {
	return &InvalidError{Field: "user", Value: user, Problem: wording.Say("is not a member of the queue %s; see callflow queue show %s", name, name)}
}

func (s *Store) changeMembers(ctx context.Context, company, name, action string, do func(*tx, storedQueue) error) (queue.Definition, error) {
	var after storedQueue
	err := s.change(ctx, company, func(t *tx) error {
		before, err := queueByName(t.ctx, t, t.company, name)
		if err != nil {
			return err
		}
		if err := do(t, before); err != nil {
			return err
		}
		if after, err = queueByName(t.ctx, t, t.company, name); err != nil {
			return err
		}
		return t.audit(action, "queue", before.Name, before.Members, after.Members)
	})
	return after.Definition, err
}

// QueueAct does what an agent asked for, by telephone or on the command line.
// A [flowengine.QueueRefusal] says why it cannot be done. Anybody may close and
// open a queue who need not be a member: act.User is "" then.
func (s *Store) QueueAct(ctx context.Context, company string, act flowengine.QueueAct) (acted flowengine.QueueActed, err error) {
	err = s.change(ctx, company, func(t *tx) error {
		stored, err := queues(t.ctx, t, t.company)
		if err != nil {
			return err
		}
		all := make([]*queue.Definition, len(stored))
		before := map[string]storedQueue{}
		for i := range stored {
			all[i] = &stored[i].Definition
			before[stored[i].Name] = stored[i]
		}
		did, changed, err := queue.Act(all, act)
		if err != nil {
			return err
		}
		acted.Did = did
		if err := t.mustExist(act.To); err != nil {
			return err
		}
		for _, d := range changed {
			acted.Queues = append(acted.Queues, d.Name)
			if err := t.putQueue(*d); err != nil {
				return err
			}
			if err := t.putMembers(before[d.Name].id, d.Members); err != nil {
				return err
			}
			if err := t.audit("queue."+string(did), "queue", d.Name, before[d.Name].Definition, d); err != nil {
				return err
			}
		}
		return nil
	})
	return acted, err
}

// putMembers writes what members did: logged in or out, paused, resumed.
func (t *tx) putMembers(id int64, members []queue.Member) error {
	for _, m := range members {
		if _, err := t.exec("change a queue's member", `UPDATE queue_members SET logged_in = ?, paused = ?, pause_why = ?, missed = ?
			WHERE queue_id = ? AND user_id = (SELECT id FROM users WHERE company_id = ? AND name = ?)`,
			m.LoggedIn, m.Paused, m.PauseWhy, m.Missed, id, t.company.ID, m.User); err != nil {
			return err
		}
	}
	return nil
}

// mustExist checks that a text that is a reference leads to something.
func (t *tx) mustExist(text string) error {
	ref, ok := flowengine.ParseRef(text)
	if !ok {
		return nil
	}
	query := catalogQueries[ref.Kind]
	if query == "" {
		return nil
	}
	var has bool
	if err := t.QueryRowContext(t.ctx, query, t.company.ID, ref.Name).Scan(&has); err != nil {
		return fmt.Errorf("look up %s: %w", ref, err)
	}
	if !has {
		return &NotFoundError{Kind: ref.Kind, Name: ref.Name}
	}
	return nil
}

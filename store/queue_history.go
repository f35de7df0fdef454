package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"
	"time"

	"callflow/queue"
)

var _ queue.History = (*Journal)(nil)

// A visit is written anew at each change. Where it stood at first, and that it
// was answered, is not forgotten by a process that did not see it.
const queueVisitSQL = `INSERT INTO queue_visits
	(company_id, queue, call, step, caller, number, priority, entered, position, ringing, rings, agent, answered, left_at, outcome, within_s)
	SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, nullif(?15, ''), ?16 FROM companies WHERE name = ?1
	ON CONFLICT (call, step) DO UPDATE SET ringing = excluded.ringing, rings = max(rings, excluded.rings), agent = excluded.agent,
	answered = excluded.answered, left_at = excluded.left_at, outcome = excluded.outcome`

const queueAgentSQL = `INSERT INTO queue_agents (user_id, state, since, until)
	SELECT u.id, ?3, ?4, ?5 FROM users u JOIN companies m ON m.id = u.company_id WHERE m.name = ?1 AND u.name = ?2
	ON CONFLICT (user_id) DO UPDATE SET state = excluded.state, since = excluded.since, until = excluded.until`

const queueMemberSQL = `UPDATE queue_members SET missed = ?4, last_done = coalesce(?5, last_done),
	paused = max(paused, ?6), pause_why = CASE WHEN paused = 0 AND ?6 = 1 THEN ?7 ELSE pause_why END
	WHERE queue_id = (SELECT q.id FROM queues q JOIN companies m ON m.id = q.company_id WHERE m.name = ?1 AND q.name = ?2)
	  AND user_id = (SELECT u.id FROM users u JOIN companies m ON m.id = u.company_id WHERE m.name = ?1 AND u.name = ?3)`

// Visit implements [queue.History].
func (j *Journal) Visit(v queue.Visit) {
	j.pushExtra(queueVisitRow, companyName(v.Company), v.Queue, v.Call, int64(v.Step), Printable(v.Caller, maxCallText), Printable(v.Number, maxCallText),
		int64(v.Priority), timeText(v.Entered), int64(v.Position), strings.Join(v.Ringing, " "), int64(v.Rings), v.Agent,
		timeOrNull(v.Answered), timeOrNull(v.Left), v.Outcome, v.WithinS)
}

// Agent implements [queue.History].
func (j *Journal) Agent(a queue.AgentRecord) {
	j.pushExtra(queueAgentRow, companyName(a.Company), a.User, string(a.State), timeText(a.Since), timeOrNull(a.Until))
}

// Member implements [queue.History].
func (j *Journal) Member(m queue.MemberRecord) {
	paused := int64(0)
	if m.Paused {
		paused = 1
	}
	j.pushExtra(queueMemberRow, companyName(m.Company), m.Queue, m.User, int64(m.Missed), timeOrNull(m.LastDone), paused, m.PauseWhy)
}

func (j *Journal) pushExtra(sort rowSort, args ...any) {
	e := extra{sort: sort, args: make([]driver.Value, len(args))}
	for i, a := range args {
		e.args[i] = a
	}
	j.push(func(q *backlog) { q.addExtra(e) })
}

// CloseQueueOrphans closes the visits and forgets the states that an earlier
// callflow left, of calls that have no checkpoint. It returns how many visits.
func (s *Store) CloseQueueOrphans(ctx context.Context, before time.Time) (closed int64, err error) {
	err = s.write(ctx, func(t *tx) error {
		r, err := t.exec("close the visits of queues that were left open", `UPDATE queue_visits SET left_at = ?1, outcome = 'lost', ringing = ''
			WHERE left_at IS NULL AND entered < ?1 AND call NOT IN (SELECT call FROM checkpoints)`, timeText(before))
		if err != nil {
			return err
		}
		if closed, err = r.RowsAffected(); err != nil {
			return fmt.Errorf("close the visits of queues that were left open: %w", err)
		}
		_, err = t.exec("forget how agents were occupied", `DELETE FROM queue_agents WHERE state <> 'wrap_up' OR until < ?`, timeText(before))
		return err
	})
	return closed, err
}

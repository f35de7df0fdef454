package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"callflow/queue"
)

// QueueNow is a queue as it is now: who serves, who waits, who talks, and the
// figures of a period. It is read from what the running callflow has written,
// within a tenth of a second.
type QueueNow struct {
	queue.Definition
	Open    bool         `json:"open"` // by its hours, whatever Closed says
	Agents  []AgentNow   `json:"agents"`
	Waiting []CallerNow  `json:"waiting"`
	Talking []CallerNow  `json:"talking"`
	Figures QueueFigures `json:"figures"`
}

// AgentNow is a member of a queue as he is now.
type AgentNow struct {
	User  string      `json:"user"`
	State queue.State `json:"state"`
	// LoggedIn tells the two sorts of unavailable apart: logged out, or out of reach.
	LoggedIn bool `json:"logged_in"`
	// Ringing says that the agent is rung; Since is when the occupation began,
	// zero when it is not known.
	Ringing  bool      `json:"ringing,omitempty"`
	Since    time.Time `json:"since,omitzero"`
	Priority int       `json:"priority"`
	Missed   int       `json:"missed"`
	PauseWhy string    `json:"pause_why,omitempty"`
}

// CallerNow is a caller in a queue.
type CallerNow struct {
	Call     string    `json:"call"`
	Caller   string    `json:"caller"`
	Priority int       `json:"priority"`
	Entered  time.Time `json:"entered"`
	// Ringing are the users who are rung for the caller.
	Ringing []string `json:"ringing,omitempty"`
	// Agent talks to the caller since Answered.
	Agent    string    `json:"agent,omitempty"`
	Answered time.Time `json:"answered,omitzero"`
}

// QueueFigures count the visits of a period that are over or were answered.
type QueueFigures struct {
	Since    time.Time `json:"since"`
	Entered  int       `json:"entered"`
	Answered int       `json:"answered"`
	// Abandoned callers hung up while waiting, Short ones in less than 15
	// seconds, who are not counted in Abandoned.
	Abandoned int `json:"abandoned"`
	Short     int `json:"short"`
	// Left are those who left by timeout, a key, no_agents or an error, Refused
	// those who got no place: full or closed.
	Left    int `json:"left"`
	Refused int `json:"refused"`
	// MeanWaitS is how long those who were answered waited, LongestWaitS the
	// longest of all.
	MeanWaitS    float64 `json:"mean_wait_s"`
	LongestWaitS float64 `json:"longest_wait_s"`
	// MeanTalkS is how long the conversations that are over lasted.
	MeanTalkS float64 `json:"mean_talk_s"`
	// ServiceLevel is the share of callers, without the short ones and those
	// refused, who were answered within the queue's service level; 1 without callers.
	ServiceLevel float64 `json:"service_level"`
}

// shortAbandon is the wait under which a caller who hangs up counts apart.
const shortAbandon = 15

// QueuesNow are a company's queues as they are now; the figures count visits
// from since on. names narrows to some queues.
func (s *Store) QueuesNow(ctx context.Context, company string, since time.Time, only ...string) ([]QueueNow, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	var stored []storedQueue
	for _, name := range only {
		q, err := queueByName(ctx, s.reader, c, name)
		if err != nil {
			return nil, err
		}
		stored = append(stored, q)
	}
	if len(only) == 0 {
		if stored, err = queues(ctx, s.reader, c); err != nil {
			return nil, err
		}
	}
	out := []QueueNow{}
	for _, q := range stored {
		now, err := s.queueNow(ctx, c, q, since)
		if err != nil {
			return nil, err
		}
		out = append(out, now)
	}
	return out, nil
}

func (s *Store) queueNow(ctx context.Context, c Company, q storedQueue, since time.Time) (QueueNow, error) {
	zoned := q.Definition
	if zoned.Timezone == "" {
		zoned.Timezone = c.Timezone
	}
	now := QueueNow{Definition: q.Definition, Open: zoned.Open(s.now()), Waiting: []CallerNow{}, Talking: []CallerNow{}}
	var err error
	if now.Agents, err = s.agentsNow(ctx, q); err != nil {
		return now, err
	}
	callers, err := collect(ctx, s.reader, "list who is in a queue", func(r *sql.Rows, v *CallerNow) error {
		var ringing string
		err := r.Scan(&v.Call, &v.Caller, &v.Priority, when{&v.Entered}, &ringing, &v.Agent, when{&v.Answered})
		v.Ringing = strings.Fields(ringing)
		return err
	}, `SELECT call, caller, priority, entered, ringing, agent, answered FROM queue_visits
		WHERE company_id = ? AND queue = ? AND left_at IS NULL ORDER BY priority, entered, call`, c.ID, q.Name)
	if err != nil {
		return now, err
	}
	for _, v := range callers {
		if v.Answered.IsZero() {
			now.Waiting = append(now.Waiting, v)
		} else {
			now.Talking = append(now.Talking, v)
		}
	}
	now.Figures, err = s.queueFigures(ctx, c, q.Name, since)
	return now, err
}

func (s *Store) agentsNow(ctx context.Context, q storedQueue) ([]AgentNow, error) {
	type occupied struct {
		user, state  string
		since, until time.Time
	}
	known, err := collect(ctx, s.reader, "list how agents are occupied", func(r *sql.Rows, o *occupied) error {
		return r.Scan(&o.user, &o.state, when{&o.since}, when{&o.until})
	}, `SELECT u.name, a.state, a.since, a.until FROM queue_agents a JOIN users u ON u.id = a.user_id
		JOIN queue_members m ON m.user_id = u.id WHERE m.queue_id = ?`, q.id)
	if err != nil {
		return nil, err
	}
	out := []AgentNow{}
	for _, m := range q.Members {
		a := AgentNow{User: m.User, LoggedIn: m.LoggedIn, Priority: m.Priority, Missed: m.Missed, PauseWhy: m.PauseWhy}
		occupation := queue.Idle
		for _, o := range known {
			if o.user == m.User && (o.until.IsZero() || o.until.After(s.now())) {
				occupation, a.Since = queue.AgentState(o.state), o.since
			}
		}
		a.State, a.Ringing = queue.StateOf(m, occupation), occupation == queue.Ringing
		out = append(out, a)
	}
	return out, nil
}

func (s *Store) queueFigures(ctx context.Context, c Company, name string, since time.Time) (QueueFigures, error) {
	f := QueueFigures{Since: since}
	var within int
	err := s.reader.QueryRowContext(ctx, `WITH v AS (
			SELECT *, (julianday(coalesce(answered, left_at)) - julianday(entered)) * 86400 AS waited,
				(julianday(left_at) - julianday(answered)) * 86400 AS talked
			FROM queue_visits WHERE company_id = ? AND queue = ? AND entered >= ?)
		SELECT count(*), count(answered),
			count(*) FILTER (WHERE answered IS NULL AND outcome IN ('hung_up', 'lost') AND waited >= ?4),
			count(*) FILTER (WHERE answered IS NULL AND outcome IN ('hung_up', 'lost') AND waited < ?4),
			count(*) FILTER (WHERE answered IS NULL AND left_at IS NOT NULL AND outcome NOT IN ('hung_up', 'lost', 'full', 'closed')),
			count(*) FILTER (WHERE outcome IN ('full', 'closed') AND answered IS NULL),
			coalesce(avg(waited) FILTER (WHERE answered IS NOT NULL), 0), coalesce(max(waited), 0),
			coalesce(avg(talked), 0), count(*) FILTER (WHERE answered IS NOT NULL AND waited <= within_s)
		FROM v`, c.ID, name, timeText(since), shortAbandon).
		Scan(&f.Entered, &f.Answered, &f.Abandoned, &f.Short, &f.Left, &f.Refused, &f.MeanWaitS, &f.LongestWaitS, &f.MeanTalkS, &within)
	if err != nil {
		return f, err
	}
	f.ServiceLevel = 1
	if counted := f.Answered + f.Abandoned + f.Left; counted > 0 {
		f.ServiceLevel = float64(within) / float64(counted)
	}
	return f, nil
}

package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"callflow/flowengine"
)

// EdgeCount is how often calls left a node by an outcome.
type EdgeCount struct {
	Node    string `json:"node"`
	Outcome string `json:"outcome"`
	Times   int64  `json:"times"`
}

// StatisticsFilter narrows what is counted; empty fields do not.
type StatisticsFilter struct {
	// Since and Until are when the calls began, to half hours.
	Since, Until time.Time
	// Revision is a revision's number, 0 for all.
	Revision int
}

// Statistics counts, for each node of a flow and each outcome, how often calls
// left the node by it. A call that comes by twice counts twice.
func (s *Store) Statistics(ctx context.Context, company string, flow int64, f StatisticsFilter) ([]EdgeCount, error) {
	found, err := s.FlowByID(ctx, company, flow)
	if err != nil {
		return nil, err
	}
	var w where
	w.add("flow_id = ?", found.ID)
	if f.Revision > 0 {
		var id int64
		err := s.reader.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM revisions WHERE flow_id = ? AND number = ?`, found.ID, f.Revision).Scan(&id)
		if err != nil {
			return nil, fmt.Errorf("look up a revision: %w", err)
		}
		if id == 0 {
			return nil, &NotFoundError{Kind: "revision", Name: fmt.Sprint(f.Revision)}
		}
		w.add("revision_id = ?", id)
	}
	if !f.Since.IsZero() {
		f.Since = halfHour(f.Since)
	}
	w.between("began", f.Since, f.Until)
	out := []EdgeCount{}
	var e EdgeCount
	for {
		// From edge to edge: of each only the half hours asked for are read.
		err := s.reader.QueryRowContext(ctx, `SELECT node, outcome FROM (
				SELECT * FROM (SELECT node, outcome FROM edge_counts WHERE flow_id = ?1 AND node = ?2 AND outcome > ?3 ORDER BY outcome LIMIT 1)
				UNION ALL
				SELECT * FROM (SELECT node, outcome FROM edge_counts WHERE flow_id = ?1 AND node > ?2 ORDER BY node, outcome LIMIT 1)
			) LIMIT 1`, found.ID, e.Node, e.Outcome).Scan(&e.Node, &e.Outcome)
		if errors.Is(err, sql.ErrNoRows) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("list the ways of calls: %w", err)
		}
		err = s.reader.QueryRowContext(ctx, `SELECT coalesce(sum(times), 0) FROM edge_counts`+w.sql()+` AND node = ? AND outcome = ?`,
			w.with(e.Node, e.Outcome)...).Scan(&e.Times)
		if err != nil {
			return nil, fmt.Errorf("count the ways of calls: %w", err)
		}
		if e.Times > 0 {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b EdgeCount) int {
		if c := strings.Compare(a.Node, b.Node); c != 0 {
			return c
		}
		return cmp.Compare(b.Times, a.Times)
	})
	return out, nil
}

// CallAt is where a call is that goes on.
type CallAt struct {
	Call     string `json:"call"`
	Caller   string `json:"caller"`
	Number   string `json:"number"`
	Node     string `json:"node"`
	Revision int    `json:"revision"`
	// Started is when the call began, Entered when it came to the node; zero
	// while it is in a flow that the node calls.
	Started time.Time `json:"started"`
	Entered time.Time `json:"entered,omitzero"`
}

// CallsIn lists the calls that are in a flow now, each with its node. A call
// that is in a flow called by another is in both: in the caller at the node that
// calls.
func (s *Store) CallsIn(ctx context.Context, company string, flow int64) ([]CallAt, error) {
	f, err := s.FlowByID(ctx, company, flow)
	if err != nil {
		return nil, err
	}
	numbers, err := s.revisionNumbers(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	open, err := s.OpenCheckpoints(ctx)
	if err != nil {
		return nil, err
	}
	out := []CallAt{}
	for _, c := range open {
		at := CallAt{Call: c.Call.ID, Caller: c.Call.CallerNumber, Number: c.Number.Number, Started: c.Call.Arrived}
		within := append(slices.Clone(c.Stack), flowengine.Frame{Revision: c.Revision, Node: c.Node}) // the innermost is last
		for i := len(within) - 1; i >= 0; i-- {
			n, here := numbers[within[i].Revision]
			if !here {
				continue
			}
			at.Node, at.Revision = within[i].Node, n
			if i == len(within)-1 {
				at.Entered = c.Entered
			}
			out = append(out, at)
			break
		}
	}
	return out, nil
}

func (s *Store) revisionNumbers(ctx context.Context, flow int64) (map[int64]int, error) {
	type revision struct {
		id     int64
		number int
	}
	found, err := collect(ctx, s.reader, "list revisions", func(r *sql.Rows, v *revision) error { return r.Scan(&v.id, &v.number) },
		`SELECT id, number FROM revisions WHERE flow_id = ?`, flow)
	numbers := make(map[int64]int, len(found))
	for _, r := range found {
		numbers[r.id] = r.number
	}
	return numbers, err
}

// Tags lists what nodes have tagged a call with.
func (s *Store) Tags(ctx context.Context, call string) ([]string, error) {
	return names(ctx, s.reader, `SELECT tag FROM call_tags WHERE call = ? ORDER BY tag`, call)
}

// Hour counts the calls that began in one hour.
type Hour struct {
	Hour     time.Time `json:"hour"`
	Calls    int       `json:"calls"`
	Answered int       `json:"answered"`
	Missed   int       `json:"missed"`
}

// CallsByHour counts a company's calls from a time on.
func (s *Store) CallsByHour(ctx context.Context, company string, since time.Time) ([]Hour, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	return collect(ctx, s.reader, "count calls", func(r *sql.Rows, h *Hour) error { return r.Scan(when{&h.Hour}, &h.Calls, &h.Answered, &h.Missed) },
		`SELECT substr(started, 1, 13) || ':00:00', count(*), count(*) FILTER (WHERE answered_by <> ''),
			count(*) FILTER (WHERE ended IS NOT NULL AND answered_by = '' AND message = 0)
		FROM calls WHERE company_id = ? AND started >= ? GROUP BY 1 ORDER BY 1`, c.ID, timeText(since))
}

// CountActive is how many calls of a company go on.
func (s *Store) CountActive(ctx context.Context, company string) (n int, err error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return 0, err
	}
	if err := s.reader.QueryRowContext(ctx, `SELECT count(*) FROM calls WHERE ended IS NULL AND +company_id = ?`, c.ID).Scan(&n); err != nil {
		return 0, fmt.Errorf("count calls that go on: %w", err)
	}
	return n, nil
}

// CountUnread is how many messages of a company nobody has heard.
func (s *Store) CountUnread(ctx context.Context, company string) (n int, err error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return 0, err
	}
	err = s.reader.QueryRowContext(ctx, `SELECT count(*) FROM voicemails v JOIN recordings k ON k.id = v.recording_id WHERE v.heard IS NULL AND k.company_id = ?`, c.ID).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count messages: %w", err)
	}
	return n, nil
}

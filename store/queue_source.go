package store

import (
	"context"
	"database/sql"
	"time"

	"callflow/flowengine"
	"callflow/queue"
)

// QueueSource knows the queues of all companies as they are set up. What it
// has looked up it keeps in memory until something changes.
type QueueSource struct{ store *Store }

var _ queue.Source = (*QueueSource)(nil)

// QueueSource returns the queues as [queue.Hall] wants them.
func (s *Store) QueueSource() *QueueSource { return &QueueSource{s} }

// Queue implements [queue.Source]. Members have their telephones.
func (q *QueueSource) Queue(ctx context.Context, company, name string) (*queue.Definition, error) {
	company = companyName(company)
	return recall(q.store.watch.current(), cacheKey{"queue", company, name}, func() (*queue.Definition, error) {
		c, err := q.store.Company(ctx, company)
		if err != nil {
			return nil, err
		}
		found, err := queueByName(ctx, q.store.reader, c, name)
		if err != nil {
			return nil, err
		}
		if found.Timezone == "" {
			found.Timezone = c.Timezone
		}
		directory := q.store.Directory(company)
		for i := range found.Members {
			m := &found.Members[i]
			u, err := userByName(ctx, q.store.reader, c, m.User)
			if err != nil {
				return nil, err
			}
			for _, endpoint := range directory.ringable(c, u).Endpoints {
				m.Legs = append(m.Legs, flowengine.RingLeg{Target: "user:" + m.User, Endpoint: endpoint})
			}
		}
		return &found.Definition, nil
	})
}

// QueueOf is a queue of one of the companies.
type QueueOf struct {
	Company string
	*queue.Definition
}

// All are the queues of all companies. The same slice is returned until
// something changes, without a look at the disk.
func (q *QueueSource) All(ctx context.Context) (*[]QueueOf, error) {
	return recall(q.store.watch.current(), cacheKey{kind: "queues"}, func() (*[]QueueOf, error) {
		all, err := collect(ctx, q.store.reader, "list the queues of all companies", func(r *sql.Rows, found *QueueOf) error {
			found.Definition = &queue.Definition{}
			return r.Scan(&found.Company, &found.Name)
		}, `SELECT m.name, q.name FROM queues q JOIN companies m ON m.id = q.company_id ORDER BY 1, 2`)
		if err != nil {
			return nil, err
		}
		for i := range all {
			if all[i].Definition, err = q.Queue(ctx, all[i].Company, all[i].Name); err != nil {
				return nil, err
			}
		}
		return &all, nil
	})
}

// recentTalks is how many conversations an estimate is made from.
const recentTalks = 20

// Recent implements [queue.Source].
func (q *QueueSource) Recent(ctx context.Context, company, name string) ([]time.Duration, error) {
	talks, err := collect(ctx, q.store.reader, "look how long the last conversations of a queue lasted", func(r *sql.Rows, d *time.Duration) error {
		var answered, left time.Time
		err := r.Scan(when{&answered}, when{&left})
		*d = left.Sub(answered)
		return err
	}, `SELECT answered, left_at FROM queue_visits WHERE company_id = (SELECT id FROM companies WHERE name = ?) AND queue = ?
		AND answered IS NOT NULL AND left_at IS NOT NULL ORDER BY entered DESC LIMIT ?`, companyName(company), name, recentTalks)
	return talks, err
}

package notify

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/rs/zerolog"
)

// Deliverer takes letters of one kind to where they go.
type Deliverer interface {
	// Deliver makes one try. It minds the context, which ends after the kind's
	// time limit. An error that [Permanent] made is not tried again.
	Deliver(ctx context.Context, d Delivery) error
}

// Kind says how letters of one kind are delivered.
type Kind struct {
	Deliverer Deliverer
	// Workers is how many letters are on their way at once.
	Workers int
	// Limit is how long one try may take.
	Limit time.Duration
}

// Options say how an outbox works.
type Options struct {
	// Jobs is the database of the queue; its tables are there.
	Jobs *sql.DB
	// Worker is this program's name in the queue, the same after a restart.
	Worker string
	Log    zerolog.Logger
	// Kinds are the kinds that are delivered. Letters of another kind wait
	// until a start at which it is.
	Kinds map[string]Kind
	// RetryFirst is the pause after the first failure, 10 s by default; each
	// further one is twice as long, up to RetryMost, 1 h by default, and all are
	// jittered by a fifth.
	RetryFirst, RetryMost time.Duration
	// GiveUp is how long a letter is tried before it is a dead letter, counted
	// from when it was posted or sent again; 72 h by default.
	GiveUp time.Duration
	// Rescue makes letters that an earlier process of this name left in the
	// middle of a try wait again. It is called before the first one is taken.
	Rescue func(ctx context.Context, worker string) (int64, error)
	// Hurry lets letters of the kind that wait for their next try be tried now.
	// It is called when one has got through after failures.
	Hurry func(ctx context.Context, kind string) error
	// Delivered, when set, is told how each try ended.
	Delivered func(kind string, result Result)
}

// Result is how a try of delivering a letter ended.
type Result string

// The results.
const (
	Sent   Result = "sent"
	Failed Result = "failed" // and will be tried again
	Dead   Result = "dead"   // given up, and kept as a dead letter
)

// Outbox keeps letters until they are delivered.
type Outbox struct {
	o      Options
	client *river.Client[*sql.Tx]

	mu      sync.Mutex
	failing map[string]bool // kinds whose last try failed
	started bool
	stop    context.CancelFunc
	running chan struct{} // closed when the goroutine that starts has ended
}

// keepSent is how long letters that were delivered can be looked at.
const keepSent = 7 * 24 * time.Hour

// keepDead is for ever. The queue has a value of its own for that, -1, which its
// driver for SQLite takes for a nanosecond in the future: all would be deleted.
const keepDead = 100 * 365 * 24 * time.Hour

// New makes an outbox that takes letters; Start begins to deliver them.
func New(o Options) (*Outbox, error) {
	if o.RetryFirst == 0 {
		o.RetryFirst = 10 * time.Second
	}
	if o.RetryMost == 0 {
		o.RetryMost = time.Hour
	}
	if o.GiveUp == 0 {
		o.GiveUp = 72 * time.Hour
	}
	out := &Outbox{o: o, failing: map[string]bool{}, running: make(chan struct{})}
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker{outbox: out})
	queues := map[string]river.QueueConfig{}
	longest := time.Minute
	for _, name := range slices.Sorted(maps.Keys(o.Kinds)) {
		queues[name] = river.QueueConfig{MaxWorkers: o.Kinds[name].Workers}
		longest = max(longest, o.Kinds[name].Limit)
	}
	var err error
	out.client, err = river.NewClient(riversqlite.New(o.Jobs), &river.Config{
		ID: o.Worker, Queues: queues, Workers: workers, Logger: queueLog(o.Log), ErrorHandler: lastRites{},
		CompletedJobRetentionPeriod: keepSent,
		CancelledJobRetentionPeriod: keepDead, DiscardedJobRetentionPeriod: keepDead,
		JobTimeout: longest, RescueStuckJobsAfter: 2*longest + time.Minute,
		FetchCooldown: 50 * time.Millisecond, FetchPollInterval: 500 * time.Millisecond,
		PollOnly: true,
	})
	if err != nil {
		return nil, fmt.Errorf("set up the outbox: %w", err)
	}
	return out, nil
}

// Start begins to deliver. While the database cannot be written it tries again
// in the background. A second Start does nothing.
func (o *Outbox) Start(ctx context.Context) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.started || len(o.o.Kinds) == 0 {
		return
	}
	o.started = true
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	o.stop = stop
	go o.begin(run)
}

// startPause is between two tries of starting.
const startPause = time.Second

func (o *Outbox) begin(ctx context.Context) {
	defer close(o.running)
	for told := false; ; told = true {
		err := o.tryBegin(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		if !told {
			o.o.Log.Warn().Err(err).Msg("the outbox cannot begin to deliver; letters wait, and it tries again")
		}
		timer := time.NewTimer(startPause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return
		}
	}
}

func (o *Outbox) tryBegin(ctx context.Context) error {
	if o.o.Rescue != nil {
		left, err := o.o.Rescue(ctx, o.o.Worker)
		if err != nil {
			return fmt.Errorf("looking for letters left on their way: %w", err)
		}
		if left > 0 {
			o.o.Log.Warn().Int64("letters", left).Msg("letters were on their way when callflow ended; they are sent again")
		}
	}
	// The queue ends with Stop, and not with the context of the start.
	return o.client.Start(context.WithoutCancel(ctx))
}

// Stop ends the deliveries. Those under way may end until the context does;
// then they are cut off, and are tried again at the next start. It may be called
// twice, and without a Start.
func (o *Outbox) Stop(ctx context.Context) error {
	o.mu.Lock()
	started := o.started
	o.started = true // a Start after a Stop does nothing
	stop := o.stop
	o.mu.Unlock()
	if !started || stop == nil {
		return nil
	}
	stop()
	<-o.running
	err := o.client.Stop(ctx)
	if err != nil && ctx.Err() != nil {
		cut, cancel := context.WithTimeout(context.WithoutCancel(ctx), cutOff)
		defer cancel()
		err = o.client.StopAndCancel(cut)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("stop the outbox: %w", err)
	}
	return nil
}

// cutOff is how long deliveries may take to end once they are cut off.
const cutOff = 5 * time.Second

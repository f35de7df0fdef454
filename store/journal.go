package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"callflow/flowengine"
)

// JournalOptions say how history is written; the zero value is the default.
type JournalOptions struct {
	// Window is how long records are gathered before a commit; 40 ms by default: a
	// checkpoint is to be in the file within 50 ms.
	Window time.Duration
	// MaxRecords and MaxBytes bound what waits in memory while the disk does not
	// take it; 200,000 and 64 MiB by default.
	MaxRecords int
	MaxBytes   int
	// Letters is the outbox; without it no letter can be posted.
	Letters Letters
}

// JournalStats count what the journal did.
type JournalStats struct {
	// Written, Commits: records and transactions that are in the file.
	Written, Commits uint64
	// Dropped are records that were given up because memory was full, Refused
	// those that the database would never take.
	Dropped, Refused uint64
	// Waiting records and their bytes, about.
	Waiting, WaitingBytes int
	// Failing says that the disk does not take the history at the moment.
	Failing bool
}

// Journal writes the history of calls: it takes records without ever waiting,
// and one goroutine commits them in groups.
//
// When the disk is full or read-only, records wait in bounded memory and the
// log says so once; when it takes them again, they are written and the log
// says so once. When the memory bound is reached, the oldest steps are dropped
// and counted.
type Journal struct {
	store *Store
	o     JournalOptions

	wake  chan struct{} // something waits
	hurry chan struct{} // do not gather any longer
	stop  chan struct{}
	done  chan struct{} // the writer goroutine has ended
	tidy  chan struct{} // the goroutine that moves the log has ended

	mu       sync.Mutex
	q        backlog
	pushed   uint64        // records taken
	settled  uint64        // of those, written or given up
	progress chan struct{} // closed and replaced when settled moves
	stats    JournalStats
	started  bool
	stopped  bool
	stopErr  error
	dropping bool // the log has said that records are dropped

	// The writer goroutine's own.
	statements statements
	spare      backlog // an empty one, whose memory is used again
}

var _ flowengine.Journal = (*Journal)(nil)

// NewJournal returns a journal that takes records; Start begins to write them.
func NewJournal(s *Store, o JournalOptions) *Journal {
	if o.Window == 0 {
		o.Window = 40 * time.Millisecond
	}
	if o.MaxRecords == 0 {
		o.MaxRecords = 200_000
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = 64 << 20
	}
	return &Journal{
		store: s, o: o,
		wake: make(chan struct{}, 1), hurry: make(chan struct{}, 1),
		stop: make(chan struct{}), done: make(chan struct{}), tidy: make(chan struct{}),
		progress:   make(chan struct{}),
		statements: statements{now: s.now},
	}
}

// Start begins to write. A second Start does nothing.
func (j *Journal) Start() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.started || j.stopped {
		return
	}
	j.started = true
	go j.run()
	go j.moveLog()
}

// Stop writes what waits and ends the writer. It may be called twice. An error
// says how much of the history could not be written.
func (j *Journal) Stop(ctx context.Context) error {
	j.mu.Lock()
	started, stopped := j.started, j.stopped
	j.stopped = true
	j.mu.Unlock()
	if !started {
		return nil
	}
	if !stopped {
		close(j.stop)
	}
	select {
	case <-j.done:
		<-j.tidy
		j.mu.Lock()
		defer j.mu.Unlock()
		return j.stopErr
	case <-ctx.Done():
		return fmt.Errorf("wait for the history to be written: %w", context.Cause(ctx))
	}
}

// Flush waits until everything that was recorded before is in the file.
func (j *Journal) Flush(ctx context.Context) error {
	j.mu.Lock()
	target := j.pushed
	j.mu.Unlock()
	for {
		j.mu.Lock()
		settled, progress := j.settled, j.progress
		j.mu.Unlock()
		if settled >= target {
			return nil
		}
		poke(j.hurry)
		select {
		case <-progress:
		case <-j.done:
			return errors.New("the journal has stopped")
		case <-ctx.Done():
			return fmt.Errorf("wait for the history to be written: %w", context.Cause(ctx))
		}
	}
}

// Stats returns the counts so far.
func (j *Journal) Stats() JournalStats {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.stats
	s.Waiting, s.WaitingBytes = j.q.records(), j.q.bytes
	return s
}

// CallStarted implements [flowengine.Journal].
func (j *Journal) CallStarted(c flowengine.CallStarted) {
	c.Call.CallerNumber = Printable(c.Call.CallerNumber, maxCallText)
	c.Call.CallerName = Printable(c.Call.CallerName, maxCallText)
	c.Call.Number = NormalNumber(Printable(c.Call.Number, maxCallText))
	c.Call.Channel = Printable(c.Call.Channel, maxCallText)
	j.push(func(q *backlog) { q.addStart(c) })
}

// StepDone implements [flowengine.Journal].
func (j *Journal) StepDone(d flowengine.StepDone) {
	s := makeStep(d)
	j.push(func(q *backlog) { q.addStep(s) })
}

// Checkpoint implements [flowengine.Journal]. Only a call's newest checkpoint
// is written, and only then made into JSON: the maps in it must not be changed
// afterwards.
func (j *Journal) Checkpoint(c flowengine.Checkpoint) {
	j.push(func(q *backlog) { q.addCheckpoint(c) })
}

// CallEnded implements [flowengine.Journal].
func (j *Journal) CallEnded(e flowengine.CallEnded) {
	if e.Reason == flowengine.EndHandedOver {
		return // the next start goes on with it
	}
	e.Why = Printable(e.Why, 1000)
	e.AnsweredBy = Printable(e.AnsweredBy, maxCallText)
	j.push(func(q *backlog) { q.addEnd(e) })
}

// push takes one record. It never waits for the disk.
func (j *Journal) push(add func(*backlog)) {
	j.mu.Lock()
	idle := j.q.records() == 0
	add(&j.q)
	j.pushed++
	dropped := 0
	for (j.q.records() > j.o.MaxRecords || j.q.bytes > j.o.MaxBytes) && j.q.dropOldest() {
		dropped++
	}
	j.stats.Dropped += uint64(dropped)
	tell := dropped > 0 && !j.dropping
	j.dropping = j.dropping || dropped > 0
	full := j.q.records() >= gatherAtMost
	j.mu.Unlock()
	if tell {
		j.store.log.Error().Int("records", j.o.MaxRecords).Int("bytes", j.o.MaxBytes).
			Msg("memory for history is full: the oldest steps are dropped until the disk takes it again")
	}
	if idle {
		poke(j.wake)
	}
	if full {
		poke(j.hurry)
	}
}

func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

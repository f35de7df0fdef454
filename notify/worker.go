package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"
)

// Permanent marks an error after which trying again would not help: the letter
// is dead at once.
func Permanent(err error) error { return &permanentError{err} }

type permanentError struct{ err error }

func (e *permanentError) Error() string { return e.err.Error() }
func (e *permanentError) Unwrap() error { return e.err }

// worker delivers letters of all kinds; their queues bound how many at once.
type worker struct {
	river.WorkerDefaults[job]
	outbox *Outbox
}

// Timeout implements [river.Worker].
func (w *worker) Timeout(j *river.Job[job]) time.Duration { return w.outbox.o.Kinds[j.Queue].Limit }

// NextRetry implements [river.Worker].
func (w *worker) NextRetry(j *river.Job[job]) time.Time {
	pause := pauseAfter(j.Attempt, w.outbox.o.RetryFirst, w.outbox.o.RetryMost)
	return time.Now().Add(jittered(pause, rand.Float64()))
}

// pauseAfter is the pause after the n-th failure, 1 for the first.
func pauseAfter(n int, first, most time.Duration) time.Duration {
	pause := first
	for ; n > 1 && pause < most; n-- {
		pause *= 2
	}
	return min(pause, most)
}

// jittered moves a pause by up to a fifth, so that letters that failed together
// do not come back together. The roll is from 0 to 1.
func jittered(pause time.Duration, roll float64) time.Duration {
	return time.Duration(float64(pause) * (0.8 + 0.4*roll))
}

// Work implements [river.Worker].
func (w *worker) Work(ctx context.Context, j *river.Job[job]) error {
	o := w.outbox
	d, err := j.Args.delivery()
	if err != nil {
		return o.dead(j, d, err)
	}
	kind, known := o.o.Kinds[j.Queue]
	if !known {
		return o.dead(j, d, fmt.Errorf("this callflow does not deliver letters of the kind %q", j.Queue))
	}
	err = deliver(ctx, kind.Deliverer, d)
	switch {
	case err == nil:
		o.sent(j, d)
		return o.complete(ctx, j)
	case IsPermanent(err) || time.Since(triedSince(j)) > o.o.GiveUp:
		return o.dead(j, d, err)
	}
	o.failed(j, d, err)
	return err
}

// deliver makes one try; one that panics has failed.
func deliver(ctx context.Context, to Deliverer, d Delivery) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("delivering failed inside: %v", r)
		}
	}()
	err = to.Deliver(ctx, d)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("it took too long: %w", err)
	}
	return err
}

// complete notes at once that a letter is delivered, because a callflow that is
// killed before it is on disk sends the letter again.
func (o *Outbox) complete(ctx context.Context, j *river.Job[job]) error {
	ctx = context.WithoutCancel(ctx)
	tx, err := o.o.Jobs.BeginTx(ctx, nil)
	if err != nil {
		return nil // the queue notes it a little later
	}
	defer tx.Rollback() // after a commit it does nothing
	if _, err := river.JobCompleteTx[*riversqlite.Driver](ctx, tx, j); err != nil {
		return nil
	}
	_ = tx.Commit() // as above
	return nil
}

// triedSince is when the letter was posted, or sent again by hand.
func triedSince(j *river.Job[job]) time.Time {
	var meta struct {
		Since time.Time `json:"since"`
	}
	if json.Unmarshal(j.Metadata, &meta) == nil && meta.Since.After(j.CreatedAt) {
		return meta.Since
	}
	return j.CreatedAt
}

func (o *Outbox) sent(j *river.Job[job], d Delivery) {
	o.tell(j.Queue, Sent)
	o.o.Log.Debug().Str("letter", j.Args.ID).Str("kind", j.Queue).Str("call", d.Call).Int("tries", j.Attempt).Msg("letter delivered")
	o.mu.Lock()
	was := o.failing[j.Queue]
	o.failing[j.Queue] = false
	o.mu.Unlock()
	if !was {
		return
	}
	o.o.Log.Info().Str("kind", j.Queue).Msg("letters of this kind are delivered again")
	if o.o.Hurry == nil {
		return
	}
	hurry, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := o.o.Hurry(hurry, j.Queue); err != nil {
		o.o.Log.Debug().Err(err).Msg("letters that wait keep their time of the next try")
	}
}

func (o *Outbox) failed(j *river.Job[job], d Delivery, err error) {
	o.tell(j.Queue, Failed)
	o.mu.Lock()
	was := o.failing[j.Queue]
	o.failing[j.Queue] = true
	o.mu.Unlock()
	event := o.o.Log.Debug()
	if !was {
		event = o.o.Log.Warn()
	}
	event.Err(err).Str("letter", j.Args.ID).Str("kind", j.Queue).Str("call", d.Call).Int("tries", j.Attempt).
		Msg("a letter could not be delivered; it waits and is tried again")
}

// dead gives a letter up. It stays in the outbox.
func (o *Outbox) dead(j *river.Job[job], d Delivery, err error) error {
	o.tell(j.Queue, Dead)
	o.o.Log.Error().Err(err).Int64("id", j.ID).Str("letter", j.Args.ID).Str("kind", j.Queue).Str("call", d.Call).Int("tries", j.Attempt).
		Msg("dead letter: it is not tried again; see callflow outbox show")
	return &deadError{err}
}

// deadError is the last error of a letter that is given up.
type deadError struct{ err error }

func (e *deadError) Error() string { return e.err.Error() }
func (e *deadError) Unwrap() error { return e.err }

// lastRites ends the tries of dead letters.
type lastRites struct{}

// HandleError implements [river.ErrorHandler].
func (lastRites) HandleError(_ context.Context, _ *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	var dead *deadError
	if errors.As(err, &dead) {
		return &river.ErrorHandlerResult{SetCancelled: true}
	}
	return nil
}

// HandlePanic implements [river.ErrorHandler]. Deliveries that panic are errors
// already; see deliver.
func (lastRites) HandlePanic(context.Context, *rivertype.JobRow, any, string) *river.ErrorHandlerResult {
	return nil
}

func (o *Outbox) tell(kind string, r Result) {
	if o.o.Delivered != nil {
		o.o.Delivered(kind, r)
	}
}

// IsPermanent says whether [Permanent] marked the error.
func IsPermanent(err error) bool {
	var permanent *permanentError
	return errors.As(err, &permanent)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"callflow/integration/phone"
)

// agentTalks is how long alice talks to whoever calls by hand.
const agentTalks = 40 * time.Second

// serveAsAlice answers every call to alice until the context ends.
func serveAsAlice(ctx context.Context) (err error) {
	speech, err := phone.LoadWAV(filepath.Join(os.Getenv("DEMO_FOLDER"), "alice.wav"))
	if err != nil {
		return err
	}
	alice, err := open(ctx, "alice")
	if err != nil {
		return err
	}
	var calls sync.WaitGroup
	defer func() {
		calls.Wait()
		err = errors.Join(err, alice.Close())
	}()
	if err := alice.Register(ctx); err != nil {
		return err
	}
	for {
		in, err := alice.Incoming(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		calls.Go(func() {
			if err := talk(ctx, in, speech); err != nil && ctx.Err() == nil && !errors.Is(err, phone.ErrCanceled) {
				fmt.Fprintln(os.Stderr, "alice:", err)
			}
		})
	}
}

// talk picks up after a moment and repeats what alice has to say.
func talk(ctx context.Context, in *phone.Incoming, speech []int16) error {
	if err := in.Ring(); err != nil {
		return err
	}
	select {
	case <-time.After(2 * time.Second):
	case <-ctx.Done():
	}
	call, err := in.Answer(ctx)
	if err != nil {
		return err
	}
	call.Talk(speech)
	limited, cancel := context.WithTimeout(ctx, agentTalks)
	defer cancel()
	if _, err := call.Ended(limited); err == nil {
		return nil
	}
	closing, done := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer done()
	return call.Hangup(closing)
}

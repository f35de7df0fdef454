package stasis

import (
	"context"
	"fmt"
	"time"

	"callflow/flowengine"
)

// Stop hands over the calls that are left: their contexts end with
// [flowengine.ErrHandedOver], and nothing is sent to Asterisk for them. It
// returns when all are finished with and the connection is closed. It may be
// called several times.
func (d *Driver) Stop() {
	d.stop()
	d.mu.Lock()
	ran := d.ran
	d.mu.Unlock()
	if ran {
		<-d.done
	}
}

func (d *Driver) stop() {
	d.mu.Lock()
	d.stopping = true
	for _, c := range d.calls {
		c.cancel(flowengine.ErrHandedOver)
	}
	d.mu.Unlock()
	d.group.Wait()
	d.end()
}

// Refuse takes no new calls from now on, which Asterisk then sends to the
// dialplan's fallback. It may be called several times.
func (d *Driver) Refuse() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.draining = true
}

// Drain takes no new calls, and waits until none is left, or for ctx, whose
// cause it returns.
func (d *Driver) Drain(ctx context.Context) error {
	d.Refuse()
	d.mu.Lock()
	if d.empty == nil {
		d.empty = make(chan struct{})
		if len(d.calls) == 0 {
			close(d.empty)
		}
	}
	empty := d.empty
	d.mu.Unlock()
	select {
	case <-empty:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// stallLimit is from how long on a stall ends the process.
const stallLimit = 5 * time.Second

// Stalled tells if the driver does not do its work any more, and why: its
// reader hangs, or Asterisk does not answer pings and the connection is still
// not given up. The process should end then, so that calls find the dialplan's
// fallback.
func (d *Driver) Stalled() (reason string, stalled bool) {
	h := d.client.Health()
	switch {
	case h.Stalled > stallLimit:
		return fmt.Sprintf("the reader of events has been busy with one event for %s", h.Stalled.Round(time.Millisecond)), true
	case h.Connected && time.Since(h.LastPong) > stallLimit:
		return fmt.Sprintf("asterisk has not answered a ping for %s", time.Since(h.LastPong).Round(time.Millisecond)), true
	}
	return "", false
}

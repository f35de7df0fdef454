package stasis

import (
	"context"
	"errors"
	"time"

	"callflow/ari"
	"callflow/flowengine"
)

// asking is how long a request is tried again while there is no connection.
const asking = 15 * time.Second

// ask makes a request. It is not given up when the caller leaves meanwhile:
// what Asterisk then has would not be known. A request that the connection
// broke is made again once there is one, so it has to be one that may be made
// twice.
func (c *Call) ask(ctx context.Context, request func(ctx context.Context) error) error {
	if !c.read.IsZero() {
		if c.d.o.Metrics.FirstCommand != nil {
			c.d.o.Metrics.FirstCommand(time.Since(c.read))
		}
		c.read = time.Time{}
	}
	detached := context.WithoutCancel(ctx)
	err := request(detached)
	if err == nil || !errors.Is(err, ari.ErrDisconnected) {
		return err
	}
	for deadline := time.Now().Add(asking); errors.Is(err, ari.ErrDisconnected) && time.Now().Before(deadline); {
		select {
		case <-ctx.Done():
			return err
		case <-time.After(300 * time.Millisecond):
		}
		err = request(detached)
	}
	return err
}

// absent says that Asterisk does not have the channel, or not in Stasis.
func absent(err error) bool {
	return ari.IsNotFound(err) || ari.IsConflict(err) || ari.Status(err) == 412
}

// failed is the error of a command to the caller. When the caller's channel
// is not there, the event that says so is on its way, and is what the error is.
func (c *Call) failed(ctx context.Context, err error) error {
	if absent(err) || ari.Status(err) >= 500 {
		if c.await(ctx, patience, c.departed) {
			return flowengine.ErrHungUp
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

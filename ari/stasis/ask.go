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
	switch ari.Status(err) {
	case 404, 409, 412:
		return true
	}
	return false
}

// failed is the error of a command to the caller. What Asterisk refuses may be
// because the caller has just left, for which it has many words: the event that
// says so is on its way then, and is what the error is.
func (c *Call) failed(ctx context.Context, err error) error {
	if ari.Status(err) != 0 && c.await(ctx, patience, c.departed) {
		return flowengine.ErrHungUp
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

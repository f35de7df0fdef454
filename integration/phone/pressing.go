package phone

import (
	"context"
	"fmt"

	"github.com/emiago/sipgo/sip"
)

// Press presses keys (0-9, *, #, A-D) as RFC 4733 events, in early media too, and returns when the last one is out.
// ErrDigit for a wrong key, ErrCallEnded if the call ends before.
func (c *Call) Press(ctx context.Context, keys string, options ...PressOption) error {
	presses, err := c.media.pressKeys(keys, newPressSettings(options))
	if err != nil {
		return fmt.Errorf("press %s: %w", keys, err)
	}
	for _, p := range presses {
		if err := c.media.wait(ctx, p.done, "press "+keys); err != nil {
			return err
		}
	}
	return nil
}

// PressInfo presses keys (0-9, *, #, A-D) as SIP INFO with application/dtmf-relay, and returns when the last one is agreed to.
// Hold is what the message says; Pause is not used. ErrDigit for a wrong key.
func (c *Call) PressInfo(ctx context.Context, keys string, options ...PressOption) error {
	s := newPressSettings(options)
	for _, key := range keys {
		if _, err := digitEvent(key); err != nil {
			return fmt.Errorf("press %s: %w", keys, err)
		}
		req := c.dialog.request(sip.INFO)
		req.AppendHeader(sip.NewHeader("Content-Type", "application/dtmf-relay"))
		req.SetBody(fmt.Appendf(nil, "Signal=%c\r\nDuration=%d\r\n", key, s.hold.Milliseconds()))
		res, err := c.dialog.ask(ctx, req)
		if err != nil {
			return fmt.Errorf("press %s: %w", keys, err)
		}
		if !res.IsSuccess() {
			return &RefusedError{What: "press " + keys, Status: res.StatusCode, Phrase: res.Reason}
		}
	}
	return nil
}

package phone

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"
)

// Call is one call of a phone, made by Dial or taken by Incoming.Answer. Its methods may be called from several goroutines.
type Call struct {
	phone  *Phone
	dialog *dialog
	media  *media
	invite *outgoingInvite // nil for a call that came in
	in     *Incoming       // nil for a call that we made

	ringing  *latch // 180, or any sign that it rings
	early    *latch // sound before the answer
	answered *latch
	ended    *latch

	mu        sync.Mutex
	version   uint64 // of our SDP
	direction string // what we last offered or answered
	ending    Ending
	answer    *sip.Response  // our 200 to the INVITE that is not acknowledged yet
	acked     *latch         // the ACK to it came
	position  int            // samples already listened to
	keysHeard int            // digits already asked for
	referred  chan *Referral // REFERs of the other side
	reports   chan int       // what NOTIFYs said of our REFER, SIP statuses
}

func newCall(p *Phone, d *dialog, m *media) *Call {
	return &Call{phone: p, dialog: d, media: m, ringing: newLatch(), early: newLatch(), answered: newLatch(), ended: newLatch(),
		acked: newLatch(), direction: "sendrecv", referred: make(chan *Referral, 8), reports: make(chan int, 32)}
}

// ID is the SIP Call-ID.
func (c *Call) ID() string { return c.dialog.callID }

// Ringing returns when the other side rings (180), or sends early media, or answers. An *EndedError if the call ends before.
func (c *Call) Ringing(ctx context.Context) error {
	return c.await(ctx, c.ringing, "wait for ringing")
}

// Early returns when the other side sends sound before the answer (183 or 180 with SDP), or answers. An *EndedError if the call
// ends before.
func (c *Call) Early(ctx context.Context) error {
	return c.await(ctx, c.early, "wait for early media")
}

// Answered returns when the call is answered. An *EndedError, with the SIP status, if it ends before.
func (c *Call) Answered(ctx context.Context) error {
	return c.await(ctx, c.answered, "wait for an answer")
}

// IsAnswered says whether the call was answered, also when it has ended since.
func (c *Call) IsAnswered() bool { return c.answered.isSet() }

// IsEnded says whether the call is over.
func (c *Call) IsEnded() bool { return c.ended.isSet() }

// Ended returns how the call ended, once it has.
func (c *Call) Ended(ctx context.Context) (Ending, error) {
	select {
	case <-c.ended.happened():
	default:
		select {
		case <-c.ended.happened():
		case <-ctx.Done():
			return Ending{}, fmt.Errorf("wait for the end of the call: %w", ctx.Err())
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ending, nil
}

// Hangup ends the call: a CANCEL before the answer, or 480 to a caller, and a BYE after it. It returns when the other side has agreed; the call is over
// in any case. Nothing happens if it is over already.
func (c *Call) Hangup(ctx context.Context) error {
	if c.ended.isSet() {
		return nil
	}
	if c.invite != nil && !c.answered.isSet() {
		c.invite.giveUp.set()
		select {
		case <-c.ended.happened():
			return nil
		case <-c.answered.happened(): // just before we gave up
		case <-ctx.Done():
			c.over(Ending{ByUs: true, Err: ctx.Err()})
			return fmt.Errorf("give up the call: %w", ctx.Err())
		}
	}
	if c.in != nil {
		err := c.in.Reject(sip.StatusTemporarilyUnavailable)
		if !errors.Is(err, ErrDecided) {
			return err
		}
	}
	return c.bye(ctx)
}

// bye sends a BYE (RFC 3261, section 15.1.1).
func (c *Call) bye(ctx context.Context) error {
	req := c.dialog.request(sip.BYE)
	c.over(Ending{ByUs: true})
	res, err := c.dialog.ask(ctx, req)
	if err != nil {
		return fmt.Errorf("hang up: %w", err)
	}
	// Both hung up at once: the other side does not know the call any more.
	if !res.IsSuccess() && res.StatusCode != sip.StatusCallTransactionDoesNotExists {
		return &RefusedError{What: "hang up", Status: res.StatusCode, Phrase: res.Reason}
	}
	return nil
}

// over ends the call, once. What was heard stays.
func (c *Call) over(e Ending) {
	c.mu.Lock()
	if c.ended.isSet() {
		c.mu.Unlock()
		return
	}
	if e.At.IsZero() {
		e.At = time.Now()
	}
	c.ending = e
	c.ended.set()
	c.mu.Unlock()
	c.media.close()
	c.phone.remove(c)
}

// await returns when the latch is set, or why it will not be.
func (c *Call) await(ctx context.Context, l *latch, what string) error {
	if l.isSet() {
		return nil
	}
	select {
	case <-l.happened():
		return nil
	case <-c.ended.happened():
		return c.endedError(what)
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", what, ctx.Err())
	}
}

// endedError tells how the call ended while something was waited for.
func (c *Call) endedError(what string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return &EndedError{What: what, Ending: c.ending}
}

// describe makes our next SDP body.
func (c *Call) describe(direction string) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.version++
	c.direction = direction
	return writeDescription(c.media.local, c.media.recvType, direction, c.version)
}

// hear takes the other side's SDP, if there is one in the message.
func (c *Call) hear(body []byte) (description, error) {
	if len(body) == 0 {
		return description{}, nil
	}
	d, err := parseDescription(body)
	if err != nil {
		return description{}, err
	}
	c.media.connect(d)
	return d, nil
}

// Hold asks the other side to send nothing and hear its music on hold (a re-INVITE with sendonly, RFC 3264, section 8.4).
func (c *Call) Hold(ctx context.Context) error { return c.reinvite(ctx, "sendonly") }

// Resume ends Hold.
func (c *Call) Resume(ctx context.Context) error { return c.reinvite(ctx, "sendrecv") }

func (c *Call) reinvite(ctx context.Context, direction string) error {
	if !c.answered.isSet() || c.ended.isSet() {
		return fmt.Errorf("change the call to %s: %w", direction, errNoConversation)
	}
	req := c.dialog.request(sip.INVITE)
	req.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
	req.SetBody(c.describe(direction))
	res, err := c.dialog.ask(ctx, req)
	if err != nil {
		return fmt.Errorf("change the call to %s: %w", direction, err)
	}
	if !res.IsSuccess() {
		return &RefusedError{What: "change the call to " + direction, Status: res.StatusCode, Phrase: res.Reason}
	}
	ack := c.dialog.request(sip.ACK)
	ack.CSeq().SeqNo = res.CSeq().SeqNo
	if err := c.phone.client.WriteRequest(ack); err != nil {
		return fmt.Errorf("change the call to %s: %w", direction, err)
	}
	_, err = c.hear(res.Body())
	return err
}

// errNoConversation is returned by what needs a call in progress.
var errNoConversation = errors.New("the call is not in progress")

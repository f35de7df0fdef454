package phone

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// dialSettings are what options of Dial change.
type dialSettings struct {
	user, name string
	headers    []sip.Header
}

// DialOption changes how a call is made.
type DialOption func(*dialSettings)

// From sets the caller ID: the user part of the From header. It may hold anything; what RFC 3261 forbids there is escaped.
func From(number string) DialOption { return func(s *dialSettings) { s.user = number } }

// Name sets the caller's name: the display name of the From header.
func Name(name string) DialOption { return func(s *dialSettings) { s.name = name } }

// Asserted sets the caller ID in P-Asserted-Identity (RFC 3325), for endpoints that Asterisk knows by their From header and
// that it trusts to name others.
func Asserted(number string) DialOption {
	return Header("P-Asserted-Identity", "<sip:"+escapeUser(number)+"@phone.invalid>")
}

// Header adds a header to the INVITE.
func Header(name, value string) DialOption {
	return func(s *dialSettings) { s.headers = append(s.headers, sip.NewHeader(name, value)) }
}

// outgoingInvite is what a call that we made needs until it is answered or over.
type outgoingInvite struct {
	req    *sip.Request
	giveUp *latch // the caller does not want the call any more
}

// Dial calls a number at the server, or a whole address such as "sip:bob@127.0.0.1:5070", and returns when the INVITE is sent. How
// the call goes on tell Ringing, Early, Answered and Ended. The context is for the sending only.
func (p *Phone) Dial(ctx context.Context, number string, options ...DialOption) (*Call, error) {
	s := dialSettings{user: p.config.User, name: p.config.Name}
	for _, o := range options {
		o(&s)
	}
	target := p.server
	target.User = escapeUser(number)
	if strings.HasPrefix(number, "sip:") {
		if err := sip.ParseUri(number, &target); err != nil {
			return nil, fmt.Errorf("dial %s: %w", number, err)
		}
	} else if p.config.Server == "" {
		return nil, fmt.Errorf("dial %s: the phone has no server", number)
	}
	if !p.enter() {
		return nil, fmt.Errorf("dial %s: %w", number, ErrPhoneClosed)
	}
	defer p.group.Done()
	media, err := newMedia(p.addr.Addr(), p.pacer, p.config.Quiet, &p.group)
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", number, err)
	}
	d := &dialog{phone: p, callID: sip.GenerateTagN(24), localTag: sip.GenerateTagN(12), localName: s.name,
		local:  sip.Uri{Scheme: "sip", User: escapeUser(s.user), Host: p.addr.Addr().String()},
		remote: target, target: target}
	c := newCall(p, d, media)
	req := d.request(sip.INVITE)
	for _, h := range s.headers {
		req.AppendHeader(h)
	}
	req.AppendHeader(sip.NewHeader("Allow", allowedMethods))
	req.AppendHeader(sip.NewHeader("Supported", "replaces"))
	req.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
	req.SetBody(c.describe("sendrecv"))
	c.invite = &outgoingInvite{req: req, giveUp: newLatch()}
	if err := p.add(c); err != nil {
		media.close()
		return nil, fmt.Errorf("dial %s: %w", number, err)
	}
	tx, err := p.client.TransactionRequest(ctx, req)
	if err != nil {
		c.over(Ending{ByUs: true, Err: err})
		return nil, fmt.Errorf("dial %s: %w", number, err)
	}
	p.group.Go(func() { c.runInvite(req, tx) })
	return c, nil
}

// runInvite follows the INVITE to its final response (RFC 3261, section 13.2).
func (c *Call) runInvite(req *sip.Request, tx sip.ClientTransaction) {
	giveUp := c.invite.giveUp.happened()
	proceeding, challenged := false, false
	var deadline <-chan time.Time
	for {
		select {
		case <-giveUp:
			giveUp = nil
			// A CANCEL before the first response could overtake the INVITE (section 9.1).
			if proceeding {
				c.cancel(req)
			}
			// A peer that accepts the CANCEL and sends no 487 (section 9.1), or is gone.
			timer := time.NewTimer(64 * sip.T1)
			defer timer.Stop()
			deadline = timer.C
		case <-deadline:
			c.over(Ending{ByUs: true, Err: sip.ErrTransactionTimeout})
			tx.Terminate()
			return
		case <-tx.Done():
			c.over(Ending{ByUs: giveUp == nil, Err: fmt.Errorf("no answer to the INVITE: %w", tx.Err())})
			return
		case res := <-tx.Responses():
			switch {
			case res.IsProvisional():
				if giveUp == nil && !proceeding {
					c.cancel(req)
				}
				proceeding = true
				c.progress(res)
			case wantsCredentials(res) && !challenged && c.phone.config.Password != "" && giveUp != nil:
				challenged, proceeding = true, false
				again := req.Clone() // the first transaction may still look at its request
				next, err := c.phone.client.TransactionDigestAuth(context.Background(), again, res, c.phone.credentials())
				if err != nil {
					c.over(Ending{Status: res.StatusCode, Phrase: res.Reason, Err: err})
					return
				}
				req, tx = again, next
				c.dialog.mu.Lock()
				c.dialog.cseq = again.CSeq().SeqNo
				c.dialog.mu.Unlock()
			case res.IsSuccess():
				c.accepted(res, tx, giveUp == nil)
				return
			default:
				cause, reason := reasonOf(res.GetHeaders("Reason"))
				c.over(Ending{ByUs: giveUp == nil, Status: res.StatusCode, Phrase: res.Reason, Cause: cause, Reason: reason})
				return
			}
		}
	}
}

// progress takes a provisional response.
func (c *Call) progress(res *sip.Response) {
	if res.StatusCode == sip.StatusTrying {
		return
	}
	c.dialog.confirm(res)
	if res.StatusCode == sip.StatusRinging {
		c.ringing.set()
	}
	// What cannot be parsed is no early media; the answer tells.
	if d, err := c.hear(res.Body()); err == nil && d.addr.IsValid() {
		c.early.set()
		c.ringing.set()
	}
}

// accepted takes the 2xx: acknowledges it, each time that it comes (RFC 3261, section 13.2.2.4), and hangs up at once when nobody
// wants the call any more: the CANCEL and the answer have crossed.
func (c *Call) accepted(res *sip.Response, tx sip.ClientTransaction, unwanted bool) {
	c.dialog.confirm(res)
	ack := c.dialog.request(sip.ACK)
	ack.CSeq().SeqNo = res.CSeq().SeqNo
	acknowledge := func() error { return c.phone.client.WriteRequest(ack.Clone()) }
	tx.OnRetransmission(func(*sip.Response) {
		_ = acknowledge() // a lost ACK is asked for again
	})
	err := acknowledge()
	if err == nil {
		_, err = c.hear(res.Body())
	}
	if err == nil && !unwanted {
		c.early.set()
		c.ringing.set()
		c.answered.set()
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	c.over(Ending{ByUs: true, Err: err})
	_ = c.bye(ctx) // the call is over for us in any case
}

// cancel sends a CANCEL (RFC 3261, section 9.1); the INVITE's final response tells how it went.
func (c *Call) cancel(invite *sip.Request) {
	req := sip.NewRequest(sip.CANCEL, invite.Recipient)
	for _, name := range []string{"Via", "Route", "From", "To", "Call-ID"} {
		sip.CopyHeaders(name, invite, req)
	}
	forwards := sip.MaxForwardsHeader(70)
	req.AppendHeader(&forwards)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: invite.CSeq().SeqNo, MethodName: sip.CANCEL})
	req.SetBody(nil)
	req.SetTransport("UDP")
	req.Laddr = invite.Laddr
	p := c.phone
	p.group.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), closeTime)
		defer cancel()
		// 481 when it crossed with the final response, which tells all there is to know.
		_, _ = p.client.Do(ctx, req, func(*sipgo.Client, *sip.Request) error { return nil })
	})
}

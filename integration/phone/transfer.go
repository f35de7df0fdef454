package phone

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// Refer asks the other side to call somebody else in our place: a blind transfer (RFC 3515). The target is a number at the phone's
// server, or a whole address such as "sip:carol@127.0.0.1:5070". It returns when the other side has agreed to try; how that goes
// tells Transferred. Errors: *RefusedError, or none answers.
func (c *Call) Refer(ctx context.Context, target string) error {
	if !strings.HasPrefix(target, "sip:") {
		uri := c.phone.server
		uri.User = escapeUser(target)
		target = uri.String()
	}
	return c.refer(ctx, "<"+target+">", "transfer to "+target)
}

// ReferReplaces asks the other side to take the place that we have in another call: an attended transfer (RFC 3891, RFC 5589).
// Both calls are with the same server. Errors are as for Refer.
func (c *Call) ReferReplaces(ctx context.Context, other *Call) error {
	other.dialog.mu.Lock()
	target := other.dialog.target
	other.dialog.mu.Unlock()
	return c.refer(ctx, "<"+target.Addr()+"?Replaces="+url.QueryEscape(other.dialog.replaces())+">", "transfer to the other call")
}

func (c *Call) refer(ctx context.Context, referTo, what string) error {
	req := c.dialog.request(sip.REFER)
	req.AppendHeader(sip.NewHeader("Refer-To", referTo))
	req.AppendHeader(sip.NewHeader("Referred-By", "<"+c.phone.contact().Address.Addr()+">"))
	res, err := c.dialog.ask(ctx, req)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if !res.IsSuccess() {
		return &RefusedError{What: what, Status: res.StatusCode, Phrase: res.Reason}
	}
	return nil
}

// Transferred returns the SIP status in which the transfer asked for by Refer or ReferReplaces ended, such as 200. An *EndedError
// if the call ends without a word about it. After a success it is for the transferor to hang up (RFC 5589, section 6.1), as real
// phones do by themselves and Asterisk waits for.
func (c *Call) Transferred(ctx context.Context) (int, error) {
	for {
		select {
		case status := <-c.reports:
			if status >= 200 {
				return status, nil
			}
			continue
		default:
		}
		select {
		case status := <-c.reports:
			if status >= 200 {
				return status, nil
			}
		case <-c.ended.happened():
			if len(c.reports) == 0 {
				return 0, c.endedError("wait for the transfer")
			}
		case <-ctx.Done():
			return 0, fmt.Errorf("wait for the transfer: %w", ctx.Err())
		}
	}
}

// Referral is the other side's wish that we call somebody else.
type Referral struct {
	call *Call
	// Target is the address to call, for Dial.
	Target string
	// Replaces names the call to take over, empty for a blind transfer.
	Replaces string
}

// Referral returns the next transfer that the other side asks for; 202 was answered.
func (c *Call) Referral(ctx context.Context) (*Referral, error) {
	select {
	case r := <-c.referred:
		return r, nil
	case <-c.ended.happened():
		return nil, c.endedError("wait to be transferred")
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to be transferred: %w", ctx.Err())
	}
}

// Report tells the other side how the transfer goes: 100, 180, or the final status (RFC 3515, section 2.4.5).
func (r *Referral) Report(ctx context.Context, status int) error {
	req := r.call.dialog.request(sip.NOTIFY)
	state := "active"
	if status >= 200 {
		state = "terminated;reason=noresource"
	}
	req.AppendHeader(sip.NewHeader("Event", "refer"))
	req.AppendHeader(sip.NewHeader("Subscription-State", state))
	req.AppendHeader(sip.NewHeader("Content-Type", "message/sipfrag;version=2.0"))
	phrase := phrases[status]
	if status < 300 {
		phrase = "OK"
	}
	req.SetBody(fmt.Appendf(nil, "SIP/2.0 %d %s\r\n", status, phrase))
	res, err := r.call.dialog.ask(ctx, req)
	if err != nil {
		return fmt.Errorf("report on the transfer: %w", err)
	}
	if !res.IsSuccess() {
		return &RefusedError{What: "report on the transfer", Status: res.StatusCode, Phrase: res.Reason}
	}
	return nil
}

// onRefer agrees to a transfer and leaves it to whoever asks Referral.
func (c *Call) onRefer(req *sip.Request, tx sip.ServerTransaction) {
	h := req.ReferTo()
	if h == nil {
		respond(tx, sip.NewResponseFromRequest(req, sip.StatusBadRequest, "Bad Request", nil))
		return
	}
	r := &Referral{call: c, Target: h.Address.Addr()}
	if replaces, ok := h.Address.Headers.Get("Replaces"); ok {
		if plain, err := url.QueryUnescape(replaces); err == nil {
			r.Replaces = plain
		}
	}
	select {
	case c.referred <- r:
		res := sip.NewResponseFromRequest(req, sip.StatusAccepted, "Accepted", nil)
		res.AppendHeader(c.phone.contact())
		respond(tx, res)
	default:
		respond(tx, sip.NewResponseFromRequest(req, sip.StatusServiceUnavailable, "Service Unavailable", nil))
	}
}

// fragmentStatus reads the status line of a message/sipfrag body (RFC 3420).
func fragmentStatus(body []byte) (int, bool) {
	line, _, _ := strings.Cut(string(body), "\n")
	fields := strings.Fields(line)
	if len(fields) < 2 || fields[0] != "SIP/2.0" {
		return 0, false
	}
	status, err := strconv.Atoi(fields[1])
	return status, err == nil && status >= 100 && status <= 699
}

package phone

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"
)

// ErrCanceled is returned when the caller gave up before we answered or refused.
var ErrCanceled = errors.New("the caller gave up")

// ErrDecided is returned when a call was already answered or refused.
var ErrDecided = errors.New("the call was already answered or refused")

// Incoming is a call that rings at a phone. To ignore it, do nothing.
type Incoming struct {
	phone    *Phone
	req      *sip.Request
	tx       sip.ServerTransaction
	tag      string
	call     *Call // made with the first SDP
	canceled *latch
	decided  *latch // a final response is chosen
	final    *latch // and sent, or there will be none
	refused  *latch // and it was a refusal
	cause    int
	reason   string
}

// Incoming returns the next call to the phone that was not returned before, and waits for it if there is none.
func (p *Phone) Incoming(ctx context.Context) (*Incoming, error) {
	for {
		p.mu.Lock()
		if len(p.ringing) > 0 {
			in := p.ringing[0]
			p.ringing = p.ringing[1:]
			p.mu.Unlock()
			return in, nil
		}
		arrived := p.arrived
		p.mu.Unlock()
		select {
		case <-arrived:
		case <-p.closed.happened():
			return nil, ErrPhoneClosed
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for a call to %s: %w", p.config.User, ctx.Err())
		}
	}
}

// onInvite takes a new call, and stays with it until it is decided: its server transaction ends with this method.
func (p *Phone) onInvite(req *sip.Request, tx sip.ServerTransaction) {
	req = req.Clone() // the transaction reads its own while we read ours, and reading parses
	if to := req.To(); to != nil && to.Params.Has("tag") {
		p.onReinvite(req, tx)
		return
	}
	if req.From() == nil || req.To() == nil || req.CallID() == nil || req.CSeq() == nil || req.Contact() == nil {
		respond(tx, sip.NewResponseFromRequest(req, sip.StatusBadRequest, "Bad Request", nil))
		return
	}
	in := &Incoming{phone: p, req: req, tx: tx, tag: sip.GenerateTagN(12), canceled: newLatch(), decided: newLatch(), final: newLatch(), refused: newLatch()}
	if err := in.open(); err != nil {
		res := in.response(sip.StatusNotAcceptableHere, "Not Acceptable Here", nil)
		respond(tx, res)
		return
	}
	// The transaction has sent 487 when this is called (RFC 3261, section 9.2), and holds its lock.
	if !tx.OnCancel(func(cancel *sip.Request) {
		in.cause, in.reason = reasonOf(cancel.GetHeaders("Reason"))
		in.canceled.set()
	}) {
		in.canceled.set()
	}
	p.mu.Lock()
	if p.closed.isSet() {
		p.mu.Unlock()
		respond(tx, in.response(sip.StatusTemporarilyUnavailable, "Temporarily Unavailable", nil))
		in.call.over(Ending{ByUs: true, Err: ErrPhoneClosed})
		return
	}
	p.unsettled.Add(1)
	defer p.unsettled.Done()
	p.ringing = append(p.ringing, in)
	close(p.arrived)
	p.arrived = make(chan struct{})
	p.mu.Unlock()

	select {
	case <-in.final.happened():
	case <-in.canceled.happened():
	case <-tx.Done():
		in.call.over(Ending{Err: fmt.Errorf("the INVITE ended: %w", tx.Err())})
	}
	if in.canceled.isSet() {
		in.call.over(Ending{Cause: in.cause, Reason: in.reason})
	}
	in.repeat()
	in.acknowledged()
}

// acknowledged waits for the ACK of a refusal, which the transaction repeats until then.
func (in *Incoming) acknowledged() {
	if !in.refused.isSet() && !in.canceled.isSet() {
		return
	}
	select {
	case <-in.tx.Acks():
	case <-in.tx.Done():
	}
}

// repeat sends our 200 again until it is acknowledged (RFC 3261, section 13.3.1.4).
func (in *Incoming) repeat() {
	c := in.call
	c.mu.Lock()
	answer := c.answer
	c.mu.Unlock()
	if answer == nil {
		return
	}
	timer := time.NewTimer(sip.T1)
	defer timer.Stop()
	wait := sip.T1
	for {
		select {
		case <-c.acked.happened():
			return
		case <-c.ended.happened():
			return
		case <-in.tx.Done():
			return
		case <-timer.C:
			respond(in.tx, answer)
			wait = min(2*wait, sip.T2)
			timer.Reset(wait)
		}
	}
}

// open prepares the call: its RTP socket, and where to send.
func (in *Incoming) open() error {
	p := in.phone
	media, err := newMedia(p.addr.Addr(), p.pacer, p.config.Quiet, &p.group)
	if err != nil {
		return err
	}
	offer := description{}
	if body := in.req.Body(); len(body) > 0 {
		if offer, err = parseDescription(body); err != nil {
			media.close()
			return err
		}
	}
	// We answer with the payload type of the offer (RFC 3264, section 6.1).
	if offer.digitType != 0 {
		media.recvType = offer.digitType
	}
	from, to := in.req.From(), in.req.To()
	remoteTag, _ := from.Params.Get("tag")
	d := &dialog{phone: p, callID: in.req.CallID().Value(), localTag: in.tag, local: to.Address, localName: unquoteName(to.DisplayName),
		remote: from.Address, remoteTag: remoteTag, target: *in.req.Contact().Address.Clone(), cseq: 1}
	for _, h := range in.req.GetHeaders("Record-Route") {
		if rr, ok := h.(*sip.RecordRouteHeader); ok {
			d.routes = append(d.routes, *rr.Address.Clone())
		}
	}
	in.call = newCall(p, d, media)
	in.call.in = in
	if err := p.add(in.call); err != nil {
		media.close()
		return err
	}
	return nil
}

// From is the caller ID: P-Asserted-Identity or Remote-Party-ID if there is one, else the user part of From.
func (in *Incoming) From() string {
	number, _ := in.caller()
	return number
}

// CallerName is the caller's display name, from the same header as From.
func (in *Incoming) CallerName() string {
	_, name := in.caller()
	return name
}

func (in *Incoming) caller() (number, name string) {
	for _, header := range []string{"P-Asserted-Identity", "Remote-Party-ID"} {
		if h := in.req.GetHeader(header); h != nil {
			var uri sip.Uri
			name, err := sip.ParseAddressValue(h.Value(), &uri, nil)
			if err == nil {
				return unescapeUser(uri.User), unquoteName(name)
			}
		}
	}
	from := in.req.From()
	return unescapeUser(from.Address.User), unquoteName(from.DisplayName)
}

// Dialed is the user part of the address that was called: the number, at a trunk.
func (in *Incoming) Dialed() string { return unescapeUser(in.req.Recipient.User) }

// Header returns the value of the INVITE's first header of that name, empty if there is none.
func (in *Incoming) Header(name string) string {
	if h := in.req.GetHeader(name); h != nil {
		return h.Value()
	}
	return ""
}

// Canceled returns when the caller gave up, and with which Q.850 cause (0 if none was given). ErrDecided if we answered or refused.
func (in *Incoming) Canceled(ctx context.Context) (cause int, err error) {
	if in.canceled.isSet() {
		return in.cause, nil
	}
	select {
	case <-in.canceled.happened():
		return in.cause, nil
	case <-in.final.happened():
		return 0, fmt.Errorf("wait for the caller to give up: %w", ErrDecided)
	case <-ctx.Done():
		return 0, fmt.Errorf("wait for the caller to give up: %w", ctx.Err())
	}
}

// IsCanceled says whether the caller has given up.
func (in *Incoming) IsCanceled() bool { return in.canceled.isSet() }

// CanceledElsewhere says whether the caller gave up because somebody else answered (RFC 3326: SIP cause 200, Q.850 cause 26).
func (in *Incoming) CanceledElsewhere() bool {
	return in.canceled.isSet() && (in.cause == 26 || strings.Contains(in.reason, "cause=200"))
}

// Ring says that the phone rings (180). ErrCanceled if the caller gave up.
func (in *Incoming) Ring() error { return in.provisional(sip.StatusRinging, "Ringing", nil) }

// Progress opens the sound before the answer (183 with SDP) and returns the call, to send and hear with. ErrCanceled if the
// caller gave up.
func (in *Incoming) Progress() (*Call, error) {
	if err := in.provisional(sip.StatusSessionInProgress, "Session Progress", in.sound()); err != nil {
		return nil, err
	}
	in.call.early.set()
	return in.call, nil
}

func (in *Incoming) provisional(status int, phrase string, body []byte) error {
	if in.decided.isSet() {
		return fmt.Errorf("%d %s: %w", status, phrase, ErrDecided)
	}
	if in.canceled.isSet() {
		return fmt.Errorf("%d %s: %w", status, phrase, ErrCanceled)
	}
	if err := in.tx.Respond(in.response(status, phrase, body)); err != nil {
		return in.failed(fmt.Sprintf("%d %s", status, phrase), err)
	}
	return nil
}

// Answer answers (200) and returns the call when the caller has acknowledged. ErrCanceled if the caller gave up, also when that
// crossed with the answer.
func (in *Incoming) Answer(ctx context.Context) (*Call, error) {
	if err := in.decide(); err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	defer in.final.set()
	c := in.call
	res := in.response(sip.StatusOK, "OK", in.sound())
	c.mu.Lock()
	c.answer = res
	c.mu.Unlock()
	if err := in.tx.Respond(res); err != nil || in.canceled.isSet() {
		if err = in.failed("answer", err); !in.canceled.isSet() {
			c.over(Ending{Err: err})
		}
		return nil, err
	}
	in.final.set()
	c.ringing.set()
	c.early.set()
	select {
	case <-c.acked.happened():
		return c, nil
	case <-c.ended.happened():
		return c, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("answer: wait for the ACK: %w", ctx.Err())
	}
}

// Decline refuses for everybody (603, RFC 3261, section 21.6.2).
func (in *Incoming) Decline() error { return in.Reject(sip.StatusGlobalDecline) }

// Busy refuses because of another call (486).
func (in *Incoming) Busy() error { return in.Reject(sip.StatusBusyHere) }

// Reject refuses with a SIP status of 300 to 699. ErrCanceled if the caller gave up.
func (in *Incoming) Reject(status int) error {
	if err := in.decide(); err != nil {
		return fmt.Errorf("reject with %d: %w", status, err)
	}
	defer in.final.set()
	phrase := phrases[status]
	if phrase == "" {
		phrase = "Rejected"
	}
	in.refused.set()
	err := in.tx.Respond(in.response(status, phrase, nil))
	in.call.over(Ending{ByUs: true, Status: status, Phrase: phrase})
	if err != nil || in.canceled.isSet() {
		return in.failed(fmt.Sprintf("reject with %d", status), err)
	}
	return nil
}

// phrases are the usual texts of the statuses that phones refuse with.
var phrases = map[int]string{
	302: "Moved Temporarily", 403: "Forbidden", 404: "Not Found", 408: "Request Timeout", 410: "Gone",
	480: "Temporarily Unavailable", 484: "Address Incomplete", 486: "Busy Here", 488: "Not Acceptable Here",
	500: "Server Internal Error", 503: "Service Unavailable", 600: "Busy Everywhere", 603: "Decline", 604: "Does Not Exist Anywhere",
}

// decide lets one caller through.
func (in *Incoming) decide() error {
	in.phone.mu.Lock()
	defer in.phone.mu.Unlock()
	if in.canceled.isSet() {
		return ErrCanceled
	}
	if in.decided.isSet() {
		return ErrDecided
	}
	in.decided.set()
	return nil
}

// failed tells why a response did not go out.
func (in *Incoming) failed(what string, err error) error {
	if in.canceled.isSet() {
		return fmt.Errorf("%s: %w", what, ErrCanceled)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// sound makes our SDP and starts to send to the caller.
func (in *Incoming) sound() []byte {
	offer, err := parseDescription(in.req.Body())
	if err == nil {
		in.call.media.connect(offer)
	}
	return in.call.describe(answerDirection(offer.direction))
}

// response makes a response with our tag; the same for all, as one dialog needs.
func (in *Incoming) response(status int, phrase string, body []byte) *sip.Response {
	res := sip.NewResponseFromRequest(in.req, status, phrase, body)
	if to := res.To(); to != nil {
		to.Params.Add("tag", in.tag)
	}
	res.AppendHeader(in.phone.contact())
	res.AppendHeader(sip.NewHeader("Allow", allowedMethods))
	if body != nil {
		res.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
	}
	return res
}

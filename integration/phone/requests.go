package phone

import (
	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// allowedMethods are what we say that we understand.
const allowedMethods = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, NOTIFY, REFER, UPDATE, MESSAGE"

// handleRequests says what the phone does with each request that comes.
func (p *Phone) handleRequests(server *sipgo.Server) {
	on := func(method sip.RequestMethod, handle func(*sip.Request, sip.ServerTransaction)) {
		server.OnRequest(method, func(req *sip.Request, tx sip.ServerTransaction) {
			if !p.enter() {
				return
			}
			defer p.group.Done()
			handle(req, tx)
		})
	}
	on(sip.INVITE, p.onInvite)
	on(sip.ACK, p.onAck)
	on(sip.BYE, p.within((*Call).onBye))
	on(sip.INFO, p.within((*Call).onInfo))
	on(sip.NOTIFY, p.onNotify)
	on(sip.REFER, p.within((*Call).onRefer))
	on(sip.UPDATE, p.onReinvite)
	on(sip.OPTIONS, agree)
	on(sip.MESSAGE, p.onMessage)
	on(sip.CANCEL, func(req *sip.Request, tx sip.ServerTransaction) { answerUnknown(req, tx) }) // of an INVITE that is over
}

// within gives a request to its call, and answers those that have none.
func (p *Phone) within(handle func(*Call, *sip.Request, sip.ServerTransaction)) func(*sip.Request, sip.ServerTransaction) {
	return func(req *sip.Request, tx sip.ServerTransaction) {
		if c := p.find(req); c != nil {
			handle(c, req, tx)
			return
		}
		answerUnknown(req, tx)
	}
}

// respond sends a response. A transport that fails, or a transaction that is over, is for the other side to notice: it repeats
// its request.
func respond(tx sip.ServerTransaction, res *sip.Response) { _ = tx.Respond(res) }

func agree(req *sip.Request, tx sip.ServerTransaction) {
	res := sip.NewResponseFromRequest(req, sip.StatusOK, "OK", nil)
	res.AppendHeader(sip.NewHeader("Allow", allowedMethods))
	respond(tx, res)
}

func answerUnknown(req *sip.Request, tx sip.ServerTransaction) {
	respond(tx, sip.NewResponseFromRequest(req, sip.StatusCallTransactionDoesNotExists, "Call/Transaction Does Not Exist", nil))
}

// onAck takes the acknowledgement of our 200. A re-INVITE's needs nothing more.
func (p *Phone) onAck(req *sip.Request, _ sip.ServerTransaction) {
	c := p.find(req)
	if c == nil {
		return
	}
	// An INVITE without an offer has its answer in the ACK (RFC 3264, section 4). What cannot be parsed leaves us silent.
	_, _ = c.hear(req.Body())
	c.answered.set()
	c.acked.set()
}

// onBye ends the call.
func (c *Call) onBye(req *sip.Request, tx sip.ServerTransaction) {
	cause, reason := reasonOf(req.GetHeaders("Reason"))
	c.over(Ending{Cause: cause, Reason: reason})
	respond(tx, sip.NewResponseFromRequest(req, sip.StatusOK, "OK", nil))
}

// onReinvite answers a change of the call: new addresses, hold, or a refreshed session (RFC 3261, section 14.2; RFC 3311).
func (p *Phone) onReinvite(req *sip.Request, tx sip.ServerTransaction) {
	c := p.find(req)
	if c == nil {
		answerUnknown(req, tx)
		return
	}
	c.dialog.follow(req)
	offer, err := c.hear(req.Body())
	if err != nil {
		respond(tx, sip.NewResponseFromRequest(req, sip.StatusNotAcceptableHere, "Not Acceptable Here", nil))
		return
	}
	res := sip.NewResponseFromRequest(req, sip.StatusOK, "OK", nil)
	res.AppendHeader(p.contact())
	res.AppendHeader(sip.NewHeader("Allow", allowedMethods))
	if req.Method == sip.INVITE || len(req.Body()) > 0 {
		res.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
		res.SetBody(c.describe(answerDirection(offer.direction)))
	}
	respond(tx, res)
}

// onInfo takes a digit.
func (c *Call) onInfo(req *sip.Request, tx sip.ServerTransaction) {
	contentType := ""
	if h := req.ContentType(); h != nil {
		contentType = h.Value()
	}
	if key, ok := infoDigits(contentType, req.Body()); ok {
		c.media.takeKey(key)
	}
	agree(req, tx)
}

// onNotify takes the progress of a transfer that we asked for, and what waits in our box. Other news is welcome and unused.
func (p *Phone) onNotify(req *sip.Request, tx sip.ServerTransaction) {
	p.noteWaiting(req)
	if c := p.find(req); c != nil {
		if status, ok := fragmentStatus(req.Body()); ok {
			select {
			case c.reports <- status:
			default: // nobody asks, and the last one is kept by the other side anyway
			}
		}
	}
	agree(req, tx)
}

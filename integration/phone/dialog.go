package phone

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/emiago/sipgo/sip"
)

// dialog is the SIP relation of one call (RFC 3261, section 12).
type dialog struct {
	phone    *Phone
	callID   string
	localTag string

	mu        sync.Mutex
	local     sip.Uri // our address of record
	localName string
	remote    sip.Uri // theirs
	remoteTag string
	target    sip.Uri // where requests go: their Contact
	routes    []sip.Uri
	cseq      uint32
}

// dialogKey names a dialog by what we chose or were given first.
func dialogKey(callID, localTag string) string { return callID + "\x00" + localTag }

func (d *dialog) key() string { return dialogKey(d.callID, d.localTag) }

// request makes the next request of the dialog. ACK takes the number of its INVITE, which must be the last request.
func (d *dialog) request(method sip.RequestMethod) *sip.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	if method != sip.ACK {
		d.cseq++
	}
	req := sip.NewRequest(method, d.target)
	from := &sip.FromHeader{DisplayName: quoteName(d.localName), Address: d.local}
	from.Params.Add("tag", d.localTag)
	to := &sip.ToHeader{Address: d.remote}
	if d.remoteTag != "" {
		to.Params.Add("tag", d.remoteTag)
	}
	callID := sip.CallIDHeader(d.callID)
	for _, r := range d.routes {
		req.AppendHeader(&sip.RouteHeader{Address: r})
	}
	req.AppendHeader(from)
	req.AppendHeader(to)
	req.AppendHeader(&callID)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: d.cseq, MethodName: method})
	req.AppendHeader(d.phone.contact())
	req.SetTransport("UDP")
	return req
}

// confirm takes what a response to our INVITE tells about the other side.
func (d *dialog) confirm(res *sip.Response) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if to := res.To(); to != nil {
		d.remoteTag, _ = to.Params.Get("tag")
	}
	if contact := res.Contact(); contact != nil {
		d.target = *contact.Address.Clone()
	}
	d.routes = nil
	for _, h := range res.GetHeaders("Record-Route") {
		if rr, ok := h.(*sip.RecordRouteHeader); ok {
			d.routes = append([]sip.Uri{*rr.Address.Clone()}, d.routes...)
		}
	}
}

// follow takes a new address from a request of the other side within the dialog (RFC 3261, section 12.2.2).
func (d *dialog) follow(req *sip.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if contact := req.Contact(); contact != nil {
		d.target = *contact.Address.Clone()
	}
}

// ask sends a request within the dialog and returns its final response. Credentials are given once when asked for.
func (d *dialog) ask(ctx context.Context, req *sip.Request) (*sip.Response, error) {
	res, err := d.phone.ask(ctx, req)
	if err == nil && wantsCredentials(res) {
		return res, errors.New("the credentials were refused")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if cseq := req.CSeq(); cseq != nil {
		d.cseq = max(d.cseq, cseq.SeqNo+1) // one more may have been used with the credentials
	}
	return res, err
}

// replaces describes the dialog for another party that shall take it over (RFC 3891).
func (d *dialog) replaces() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return fmt.Sprintf("%s;to-tag=%s;from-tag=%s", d.callID, d.remoteTag, d.localTag)
}

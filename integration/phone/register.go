package phone

import (
	"context"
	"fmt"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// registerSeconds is how long a registration holds. It is not renewed: no test lasts that long, and one that waits for the
// end of a registration can call Register again.
const registerSeconds = 3600

// registration is what further REGISTERs must repeat (RFC 3261, section 10.2).
type registration struct {
	callID string
	tag    string
	cseq   uint32
}

// RefusedError says that the other side refused a request.
type RefusedError struct {
	What   string // such as "register alice"
	Status int    // SIP status, 300 to 699
	Phrase string // its text
}

// Error is a sentence.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("%s: refused with %d %s", e.What, e.Status, e.Phrase)
}

// Register tells the server where the phone is, for an hour (RFC 3261, section 10). Errors: *RefusedError, or none answers.
func (p *Phone) Register(ctx context.Context) error {
	return p.register(ctx, registerSeconds)
}

// Unregister takes back the registration. Errors: *RefusedError, or none answers.
func (p *Phone) Unregister(ctx context.Context) error {
	return p.register(ctx, 0)
}

func (p *Phone) register(ctx context.Context, seconds int) error {
	what := "register " + p.config.User
	if p.config.Server == "" {
		return fmt.Errorf("%s: the phone has no server", what)
	}
	p.mu.Lock()
	if p.registered == nil {
		p.registered = &registration{callID: sip.GenerateTagN(24), tag: sip.GenerateTagN(12)}
	}
	reg := p.registered
	reg.cseq += 2 // one for the request, one for its repetition with credentials
	cseq := reg.cseq
	p.mu.Unlock()

	who := p.server
	who.User = escapeUser(p.config.User)
	req := sip.NewRequest(sip.REGISTER, p.server)
	from := &sip.FromHeader{Address: who}
	from.Params.Add("tag", reg.tag)
	callID := sip.CallIDHeader(reg.callID)
	req.AppendHeader(from)
	req.AppendHeader(&sip.ToHeader{Address: who})
	req.AppendHeader(&callID)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: cseq, MethodName: sip.REGISTER})
	req.AppendHeader(p.contact())
	req.AppendHeader(sip.NewHeader("Expires", fmt.Sprint(seconds)))
	res, err := p.ask(ctx, req)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if !res.IsSuccess() {
		return &RefusedError{What: what, Status: res.StatusCode, Phrase: res.Reason}
	}
	return nil
}

// ask sends a request and returns its final response; credentials are given once when they are asked for.
func (p *Phone) ask(ctx context.Context, req *sip.Request) (*sip.Response, error) {
	req.SetTransport("UDP")
	res, err := p.client.Do(ctx, req)
	if err != nil || !wantsCredentials(res) || p.config.Password == "" {
		return res, err
	}
	// A clone, since the first transaction may still look at its request.
	return p.client.DoDigestAuth(ctx, req.Clone(), res, p.credentials())
}

func (p *Phone) credentials() sipgo.DigestAuth {
	return sipgo.DigestAuth{Username: p.config.User, Password: p.config.Password}
}

// wantsCredentials says whether a response is a challenge (RFC 3261, section 22).
func wantsCredentials(res *sip.Response) bool {
	return res.StatusCode == sip.StatusUnauthorized || res.StatusCode == sip.StatusProxyAuthRequired
}

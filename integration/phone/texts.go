package phone

import (
	"context"
	"fmt"

	"github.com/emiago/sipgo/sip"
)

// Text is a SIP MESSAGE (RFC 3428) as the phone got it.
type Text struct {
	From string // the user of the sender's address, unescaped
	To   string // the user that it was sent to, unescaped
	Type string // its Content-Type
	Body string
	Size int // of the whole request, in bytes
	// Headers is the request up to its body.
	Headers string
}

// onMessage keeps a text and takes it, or refuses it as RefuseTexts says.
func (p *Phone) onMessage(req *sip.Request, tx sip.ServerTransaction) {
	p.mu.Lock()
	status := p.refuses
	if status == 0 {
		whole := req.String()
		t := Text{To: unescapeUser(req.Recipient.User), Body: string(req.Body()), Size: len(whole), Headers: whole[:len(whole)-len(req.Body())]}
		if from := req.From(); from != nil {
			t.From = unescapeUser(from.Address.User)
		}
		if kind := req.ContentType(); kind != nil {
			t.Type = kind.Value()
		}
		p.texts = append(p.texts, t)
		close(p.texted)
		p.texted = make(chan struct{})
	}
	p.mu.Unlock()
	if status != 0 {
		respond(tx, sip.NewResponseFromRequest(req, status, "Refused", nil))
		return
	}
	respond(tx, sip.NewResponseFromRequest(req, sip.StatusOK, "OK", nil))
}

// RefuseTexts makes the phone answer each text with that SIP status; 0 takes them again.
func (p *Phone) RefuseTexts(status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuses = status
}

// Text waits for the next text that was not taken yet.
func (p *Phone) Text(ctx context.Context) (Text, error) {
	for {
		p.mu.Lock()
		texted := p.texted
		if len(p.texts) > 0 {
			t := p.texts[0]
			p.texts = p.texts[1:]
			p.mu.Unlock()
			return t, nil
		}
		p.mu.Unlock()
		select {
		case <-texted:
		case <-p.closed.happened():
			return Text{}, ErrPhoneClosed
		case <-ctx.Done():
			return Text{}, fmt.Errorf("no text came: %w", ctx.Err())
		}
	}
}

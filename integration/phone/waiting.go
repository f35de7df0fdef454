package phone

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"github.com/emiago/sipgo/sip"
)

// Waiting is what a telephone's message-waiting light shows: how many messages are new, and how many were heard (RFC 3842).
type Waiting struct{ New, Old int }

var voiceMessages = regexp.MustCompile(`(?im)^Voice-Message:\s*(\d+)/(\d+)`)

// waitingIn reads a message summary; ok is false for other news.
func waitingIn(req *sip.Request) (w Waiting, ok bool) {
	event := req.GetHeader("Event")
	if event == nil || event.Value() != "message-summary" {
		return w, false
	}
	found := voiceMessages.FindSubmatch(req.Body())
	if found == nil {
		return w, true // nothing at all waits
	}
	w.New, _ = strconv.Atoi(string(found[1])) // digits, and few of them
	w.Old, _ = strconv.Atoi(string(found[2]))
	return w, true
}

// noteWaiting keeps what a NOTIFY says of messages.
func (p *Phone) noteWaiting(req *sip.Request) {
	w, ok := waitingIn(req)
	if !ok {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting = &w
	close(p.told)
	p.told = make(chan struct{})
}

// ShowsWaiting waits until the light shows that. The error tells what it showed last.
func (p *Phone) ShowsWaiting(ctx context.Context, want Waiting) error {
	for {
		p.mu.Lock()
		now, told := p.waiting, p.told
		p.mu.Unlock()
		if now != nil && *now == want {
			return nil
		}
		select {
		case <-told:
		case <-p.closed.happened():
			return ErrPhoneClosed
		case <-ctx.Done():
			if now == nil {
				return fmt.Errorf("the phone was told nothing of messages: %w", ctx.Err())
			}
			return fmt.Errorf("the light shows %d new and %d old messages, not %d and %d: %w", now.New, now.Old, want.New, want.Old, ctx.Err())
		}
	}
}

// SubscribeWaiting asks the server for news of the phone's box (RFC 3842), for an hour. Errors: *RefusedError, or none answers.
func (p *Phone) SubscribeWaiting(ctx context.Context) error {
	if p.config.Server == "" {
		return errors.New("subscribe: the phone has no server")
	}
	who := p.server
	who.User = escapeUser(p.config.User)
	req := sip.NewRequest(sip.SUBSCRIBE, who)
	from := &sip.FromHeader{Address: who}
	from.Params.Add("tag", sip.GenerateTagN(12))
	callID := sip.CallIDHeader(sip.GenerateTagN(24))
	req.AppendHeader(from)
	req.AppendHeader(&sip.ToHeader{Address: who})
	req.AppendHeader(&callID)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: 1, MethodName: sip.SUBSCRIBE})
	req.AppendHeader(p.contact())
	req.AppendHeader(sip.NewHeader("Event", "message-summary"))
	req.AppendHeader(sip.NewHeader("Accept", "application/simple-message-summary"))
	req.AppendHeader(sip.NewHeader("Expires", fmt.Sprint(registerSeconds)))
	res, err := p.ask(ctx, req)
	if err != nil {
		return fmt.Errorf("subscribe %s: %w", p.config.User, err)
	}
	if !res.IsSuccess() {
		return &RefusedError{What: "subscribe " + p.config.User, Status: res.StatusCode, Phrase: res.Reason}
	}
	return nil
}

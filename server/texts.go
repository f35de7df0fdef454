package server

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"callflow/flowengine"
	"callflow/store"
)

// carrier takes texts to one endpoint; its errors are those of [flowengine.Texts].
// stasis.Messages is one: SIP MESSAGE through Asterisk.
type carrier interface {
	Send(ctx context.Context, endpoint, from, body string) error
}

// texts is the engine's Texts port of one company, and what letters of the
// outbox go through as well: it finds the telephones, and minds the caps.
type texts struct {
	directory flowengine.Directory
	caps      interface {
		Text(ctx context.Context, text flowengine.CapLeg) flowengine.CapVerdict
	}
	carrier carrier
}

var _ flowengine.Texts = texts{}

func (s *Server) texts(company string) texts {
	return texts{directory: s.store.Directory(company), caps: s.caps(company), carrier: s.messages}
}

// Send implements [flowengine.Texts]. A user gets the text on the first
// telephone that takes it.
func (t texts) Send(ctx context.Context, m flowengine.TextMessage) error {
	if err := m.Check(); err != nil {
		return err
	}
	endpoints, err := t.endpoints(ctx, m.To)
	if err != nil {
		return err
	}
	var refused []string
	last := &flowengine.TextRefusedError{Why: fmt.Sprintf("%s has no telephone", m.To)}
	later := false
	for _, endpoint := range endpoints {
		err := t.sendTo(ctx, m, endpoint)
		if err == nil {
			return nil
		}
		var no *flowengine.TextRefusedError
		if !errors.As(err, &no) {
			return err // the next one would not be reached either
		}
		refused, last, later = append(refused, no.Why), no, later || no.Later
	}
	if len(refused) > 1 {
		last = &flowengine.TextRefusedError{Why: strings.Join(refused, "; "), Rule: last.Rule}
	}
	last.Later = later
	return last
}

func (t texts) sendTo(ctx context.Context, m flowengine.TextMessage, endpoint string) error {
	verdict := t.caps.Text(ctx, flowengine.CapLeg{Call: m.Call, ID: flowengine.Party(m.ID), Target: m.To, Endpoint: endpoint})
	if verdict.Refused != "" {
		return &flowengine.TextRefusedError{Why: verdict.Refused, Rule: verdict.Rule}
	}
	return t.carrier.Send(ctx, endpoint, m.From, m.Body)
}

// endpoints are the telephones of whom a text goes to.
func (t texts) endpoints(ctx context.Context, to string) ([]string, error) {
	kind, name, _ := strings.Cut(to, ":")
	switch kind {
	case "user":
		user, err := t.directory.User(ctx, name)
		if errors.Is(err, flowengine.ErrNoSuch) {
			return nil, &flowengine.TextRefusedError{Why: fmt.Sprintf("there is no user %q", name)}
		}
		return user.Endpoints, err
	case "external":
		endpoint, err := t.directory.Outbound(ctx, name)
		var invalid *store.InvalidError // no way out, which nobody mends within a moment
		if errors.As(err, &invalid) {
			err = &flowengine.TextRefusedError{Why: err.Error()}
		}
		return []string{endpoint}, err
	}
	return []string{name}, nil // an endpoint, as Check has seen
}

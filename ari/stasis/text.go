package stasis

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"callflow/ari"
	"callflow/flowengine"
)

// Messages sends texts as SIP MESSAGE (RFC 3428) through Asterisk.
type Messages struct{ Client *ari.Client }

// Send hands a text for one telephone or trunk, a dial string such as PJSIP/bob,
// to Asterisk. nil means that Asterisk sends it; what the telephone answers, ARI
// does not tell. Errors are as those of [flowengine.Texts].
func (m Messages) Send(ctx context.Context, endpoint, from, body string) error {
	to, ok := messageTo(endpoint)
	if !ok {
		return &flowengine.TextRefusedError{Why: fmt.Sprintf("%s is no telephone that takes texts: only those of PJSIP do", endpoint)}
	}
	err := m.Client.Endpoints().SendMessage(ctx, ari.EndpointSendMessageParams{To: to, From: from, Body: body})
	var refused *ari.Error
	if !errors.As(err, &refused) {
		return err
	}
	switch {
	case refused.Status == http.StatusNotFound:
		return &flowengine.TextRefusedError{Why: fmt.Sprintf("%s is not known to Asterisk, or not registered", endpoint), Later: true}
	case refused.Status == http.StatusUnauthorized || refused.Status == http.StatusForbidden:
		return err // somebody will correct the password
	case refused.Status < http.StatusInternalServerError:
		return &flowengine.TextRefusedError{Why: fmt.Sprintf("Asterisk refused the text: %d %s", refused.Status, refused.Message)}
	}
	return err
}

// messageTo is a dial string as a destination of messages, which is written in
// another way: PJSIP/bob is pjsip:bob, PJSIP/trunk/sip:bob@host is
// pjsip:trunk/sip:bob@host, and only PJSIP/123@trunk stays as it is, because
// pjsip:123@trunk would be an address.
func messageTo(endpoint string) (to string, ok bool) {
	technology, resource, found := strings.Cut(endpoint, "/")
	if !found || !strings.EqualFold(technology, "PJSIP") || resource == "" {
		return "", false
	}
	if !strings.Contains(resource, "/") && strings.Contains(resource, "@") {
		return "pjsip:PJSIP/" + resource, true
	}
	return "pjsip:" + resource, true
}

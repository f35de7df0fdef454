package server

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"callflow/flowengine"
	"callflow/store"
	"callflow/wording"
)

// post is a carrier and the caps before it, by endpoint.
type post struct {
	says map[string]error
	caps map[string]string
	sent []string
}

func (p *post) Send(_ context.Context, endpoint, from, body string) error {
	if err := p.says[endpoint]; err != nil {
		return err
	}
	p.sent = append(p.sent, fmt.Sprintf("%s %s %s", endpoint, from, body))
	return nil
}

func (p *post) Text(_ context.Context, leg flowengine.CapLeg) flowengine.CapVerdict {
	if leg.ID != "c-1-0" || leg.Call != "c" {
		return flowengine.CapVerdict{Refused: fmt.Sprintf("the leg is %+v", leg), Rule: "test"}
	}
	return flowengine.CapVerdict{Refused: p.caps[leg.Endpoint], Rule: flowengine.CapAbroad}
}

// book is a directory: alice has three telephones, bob none.
type book struct{ down error }

func (b book) User(_ context.Context, name string) (flowengine.User, error) {
	switch {
	case b.down != nil:
		return flowengine.User{}, b.down
	case name == "alice":
		return flowengine.User{Name: name, Endpoints: []string{"PJSIP/alice", "PJSIP/+61412@trunk", "PJSIP/desk"}}, nil
	case name == "bob":
		return flowengine.User{Name: name}, nil
	}
	return flowengine.User{}, &store.NotFoundError{Kind: "user", Name: name}
}
func (book) Group(context.Context, string) ([]flowengine.User, error) { return nil, nil }
func (b book) Outbound(_ context.Context, number string) (string, error) {
	if number == "+6100000" {
		return "", &store.InvalidError{Field: "external number", Value: number, Problem: wording.Of("there is no way out")}
	}
	return "PJSIP/" + number + "@trunk", b.down
}

func TestWhichTelephoneGetsAText(t *testing.T) {
	away := &flowengine.TextRefusedError{Why: "it is not registered", Later: true}
	for _, c := range []struct {
		name, to string
		says     map[string]error
		caps     map[string]string
		down     error
		sent     []string
		refused  string // part of it; "" for none
		later    bool
		err      string
	}{
		{name: "the first", to: "user:alice", sent: []string{"PJSIP/alice 100 hello"}},
		{name: "the second", to: "user:alice", says: map[string]error{"PJSIP/alice": away}, sent: []string{"PJSIP/+61412@trunk 100 hello"}},
		{name: "the third, the caps being against the second", to: "user:alice", says: map[string]error{"PJSIP/alice": away},
			caps: map[string]string{"PJSIP/+61412@trunk": "it is abroad"}, sent: []string{"PJSIP/desk 100 hello"}},
		{name: "none", to: "user:alice", says: map[string]error{"PJSIP/alice": away, "PJSIP/desk": away},
			caps: map[string]string{"PJSIP/+61412@trunk": "it is abroad"}, refused: "it is not registered; it is abroad; it is not registered", later: true},
		{name: "Asterisk is away", to: "user:alice", says: map[string]error{"PJSIP/alice": errors.New("not connected")}, err: "not connected"},
		{name: "nobody", to: "user:carol", refused: `there is no user "carol"`},
		{name: "no telephone", to: "user:bob", refused: "user:bob has no telephone"},
		{name: "outside", to: "external:+61412345678", sent: []string{"PJSIP/+61412345678@trunk 100 hello"}},
		{name: "outside, and the caps are against it", to: "external:+49301234", caps: map[string]string{"PJSIP/+49301234@trunk": "it is abroad"}, refused: "it is abroad"},
		{name: "no way out", to: "external:+6100000", refused: "no way out"},
		{name: "an endpoint", to: "endpoint:PJSIP/desk", sent: []string{"PJSIP/desk 100 hello"}},
		{name: "the disk has trouble", to: "user:alice", down: errors.New("disk full"), err: "disk full"},
		{name: "a header", to: "endpoint:PJSIP/a\r\nX-Evil: 1", refused: "nobody"},
	} {
		p := &post{says: c.says, caps: c.caps}
		err := texts{directory: book{c.down}, caps: p, carrier: p}.Send(t.Context(), flowengine.TextMessage{ID: "c-1-0", Call: "c", From: "100", To: c.to, Body: "hello"})
		var refused *flowengine.TextRefusedError
		errors.As(err, &refused)
		switch {
		case !slices.Equal(p.sent, c.sent):
			t.Errorf("%s: sent %q, want %q (%v)", c.name, p.sent, c.sent, err)
		case (c.refused != "") != (refused != nil) || refused != nil && (!strings.Contains(refused.Why, c.refused) || refused.Later != c.later):
			t.Errorf("%s: refused %+v, want %q", c.name, refused, c.refused)
		case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)):
			t.Errorf("%s: %v, want %q", c.name, err, c.err)
		case c.err == "" && c.refused == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

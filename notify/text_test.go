package notify_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"callflow/flowengine"
	"callflow/notify"
)

// texter is a carrier that says what it is told, and keeps what it got.
type texter struct {
	says    error
	company string
	got     flowengine.TextMessage
}

func (x *texter) Send(_ context.Context, m flowengine.TextMessage) error {
	x.got = m
	return x.says
}

func TestTextsOfTheOutbox(t *testing.T) {
	content, err := json.Marshal(flowengine.TextLetter{From: "100", To: "user:alice", Text: "two\r\nlines"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		says           error
		fails, forEver bool
	}{
		{nil, false, false},
		{errors.New("not connected to Asterisk"), true, false},
		{&flowengine.TextRefusedError{Why: "it is abroad"}, true, true},
		{&flowengine.TextRefusedError{Why: "PJSIP/alice is not registered", Later: true}, true, false},
	} {
		x := &texter{says: c.says}
		deliverer := notify.Texts{Of: func(company string) flowengine.Texts { x.company = company; return x }}
		err := deliverer.Deliver(t.Context(), notify.Delivery{ID: "c-1-0", Call: "c", Company: "shop", Content: content})
		if (err != nil) != c.fails || notify.IsPermanent(err) != c.forEver {
			t.Errorf("%v: %v, for ever %t", c.says, err, notify.IsPermanent(err))
		}
		want := flowengine.TextMessage{ID: "c-1-0", Call: "c", From: "100", To: "user:alice", Body: "two\nlines"}
		if x.got != want || x.company != "shop" {
			t.Errorf("got %+v of %q", x.got, x.company)
		}
	}
	if err := (notify.Texts{}).Deliver(t.Context(), notify.Delivery{Content: json.RawMessage(`{"to": 1}`)}); !notify.IsPermanent(err) {
		t.Errorf("a letter that is no text: %v", err)
	}
}

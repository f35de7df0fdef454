package ari

import (
	"encoding/json"
	"testing"
)

func TestRequestsAreEscaped(t *testing.T) {
	q := newRequest(opChannelsPlay, "POST")
	q.path("channels/")
	q.segment("a/b c%")
	q.path("/play")
	q.list("media", []string{"sound:a&b", "digits:1 2"})
	q.text("lang", "é+")
	q.number("skipms", 5)
	q.flag("x", true)
	const want = "channels/a%2Fb%20c%25/play?media=sound:a%26b,digits:1%202&lang=%C3%A9%2B&skipms=5&x=true"
	if q.uri() != want || !q.escaped {
		t.Errorf("%s, want %s", q.uri(), want)
	}
}

func TestValuesWithCommasGoIntoTheBody(t *testing.T) {
	q := newRequest(opChannelsGetChannelVars, "GET")
	q.path("x")
	q.list("variables", []string{"CHANNEL(rtp,dest)", "A"})
	q.bodyKey("more", map[string]string{"B": "1"})
	if q.uri() != "x" || string(q.content) != `{"more":{"B":"1"},"variables":["CHANNEL(rtp,dest)","A"]}` {
		t.Errorf("%s with %s", q.uri(), q.content)
	}
}

func TestRequestFrame(t *testing.T) {
	q := newRequest(opChannelsCreate, "POST")
	q.path("channels/create?callerId=\"é\"")
	q.body(map[string]string{"a": "<b>\n\t\"\\"})
	var f struct {
		Type, Method, URI string
		ID                string `json:"request_id"`
		ContentType       string `json:"content_type"`
		Body              string `json:"message_body"`
	}
	if err := json.Unmarshal(appendRequestFrame(nil, 7, q), &f); err != nil {
		t.Fatal(err)
	}
	if f.Type != "RESTRequest" || f.Method != "POST" || f.URI != q.uri() || f.ID != "7" || f.ContentType != "application/json" ||
		f.Body != string(q.content) {
		t.Errorf("%+v", f)
	}
}

func TestBackoffIsCappedAndNeverZero(t *testing.T) {
	for n := 1; n < 100; n++ {
		if d := defaultBackoff(n); d < 50e6 || d > 3e9 {
			t.Errorf("attempt %d waits %v", n, d)
		}
	}
}

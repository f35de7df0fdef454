package stasis_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"callflow/ari"
	"callflow/ari/aritest"
	"callflow/ari/stasis"
	"callflow/flowengine"
)

// messages sends through an Asterisk that answers with a status.
func messages(t *testing.T, status int) (stasis.Messages, *aritest.Server) {
	t.Helper()
	server := aritest.New(t)
	server.Answer(func(aritest.Request) aritest.Response { return aritest.Response{Status: status} })
	client, err := ari.New(server.Options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return stasis.Messages{Client: client}, server
}

func TestTextsGoWhereCallsWould(t *testing.T) {
	for endpoint, want := range map[string]string{
		"PJSIP/bob":                         "pjsip:bob",
		"pjsip/bob":                         "pjsip:bob",
		"PJSIP/+61412345678@trunk":          "pjsip:PJSIP/+61412345678@trunk",
		"PJSIP/trunk/sip:bob@10.0.0.1:5070": "pjsip:trunk/sip:bob@10.0.0.1:5070",
	} {
		m, server := messages(t, http.StatusAccepted)
		body := strings.Repeat("ä€😀\n", 400)
		if err := m.Send(t.Context(), endpoint, "+61299990000", body); err != nil {
			t.Errorf("%s: %v", endpoint, err)
			continue
		}
		requests := server.Requests()
		if len(requests) != 1 {
			t.Fatalf("%s: %d requests", endpoint, len(requests))
		}
		q := requests[0]
		_, query, _ := strings.Cut(q.URI, "?")
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		var sent struct{ Body string }
		if err := json.Unmarshal([]byte(q.Body), &sent); err != nil {
			t.Fatalf("%s: %v in %q", endpoint, err, q.Body)
		}
		if !q.HTTP || values.Get("to") != want || values.Get("from") != "+61299990000" || sent.Body != body {
			t.Errorf("%s: %s %s, by HTTP %t; want to=%s", endpoint, q.URI, q.Body, q.HTTP, want)
		}
	}
}

func TestTextsThatAsteriskDoesNotTake(t *testing.T) {
	for _, c := range []struct {
		endpoint       string
		status         int
		refused, later bool
	}{
		{"PJSIP/bob", 404, true, true},
		{"PJSIP/bob", 400, true, false},
		{"PJSIP/bob", 413, true, false},
		{"PJSIP/bob", 401, false, false},
		{"PJSIP/bob", 500, false, false},
		{"PJSIP/bob", 503, false, false},
		{"Local/5@home", 202, true, false},
		{"PJSIP/", 202, true, false},
		{"bob", 202, true, false},
	} {
		m, _ := messages(t, c.status)
		err := m.Send(t.Context(), c.endpoint, "100", "hello")
		var refused *flowengine.TextRefusedError
		if err == nil || errors.As(err, &refused) != c.refused || refused != nil && refused.Later != c.later {
			t.Errorf("%s answered with %d: %v, refused %+v", c.endpoint, c.status, err, refused)
		}
	}
}

func TestTextsWithoutAsterisk(t *testing.T) {
	client, err := ari.New(ari.Options{URL: "http://127.0.0.1:1", User: "u", Password: "p", App: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	err = stasis.Messages{Client: client}.Send(t.Context(), "PJSIP/bob", "100", "hello")
	var refused *flowengine.TextRefusedError
	if err == nil || errors.As(err, &refused) {
		t.Errorf("%v; nobody refused it", err)
	}
}

package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"callflow/web/access"
	"callflow/web/api"
)

// asteriskSocket answers on a WebSocket for SIP with what it got.
func asteriskSocket(t *testing.T) *url.URL {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/ws" || r.Header.Get("Cookie") != "" || r.Header.Get("Authorization") != "" {
			t.Errorf("Asterisk got %s with %v", r.URL, r.Header)
		}
		c, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{"sip"}, InsecureSkipVerify: true})
		if err != nil {
			t.Error(err)
			return
		}
		defer c.CloseNow()
		kind, data, err := c.Read(r.Context())
		if err != nil {
			t.Error(err)
			return
		}
		if err := c.Write(r.Context(), kind, append([]byte("got "), data...)); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	address, err := url.Parse(server.URL + "/ws")
	if err != nil {
		t.Fatal(err)
	}
	return address
}

func TestTheConsolesPhoneReachesAsterisk(t *testing.T) {
	o := newOffice(t, func(options *api.Options) {
		options.Phone = &api.Phone{Socket: asteriskSocket(t), User: "callflow-browser", Password: "secret", Failed: func(err error) { t.Error(err) }}
	})
	account := gets[api.PhoneAccount](o, 200, "GET", "/phone", nil)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := o.who
		if r.Header.Get("Cookie") == "" {
			who = access.Principal{}
		}
		o.mux.ServeHTTP(w, r.WithContext(access.With(r.Context(), who)))
	}))
	defer server.Close()
	dial := func(origin, cookie string) (*websocket.Conn, int) {
		c, answer, err := websocket.Dial(t.Context(), strings.Replace(server.URL, "http", "ws", 1)+account.Socket, &websocket.DialOptions{
			Subprotocols: []string{"sip"}, HTTPHeader: http.Header{"Origin": {origin}, "Cookie": {cookie}}})
		if err != nil {
			return nil, answer.StatusCode
		}
		return c, answer.StatusCode
	}
	c, status := dial(server.URL, "callflow_session=x")
	if status != http.StatusSwitchingProtocols {
		t.Fatalf("answered %d", status)
	}
	defer c.CloseNow()
	if c.Subprotocol() != "sip" {
		t.Errorf("the protocol is %q", c.Subprotocol())
	}
	if err := c.Write(t.Context(), websocket.MessageText, []byte("REGISTER")); err != nil {
		t.Fatal(err)
	}
	if _, data, err := c.Read(t.Context()); err != nil || string(data) != "got REGISTER" {
		t.Errorf("read %q, %v", data, err)
	}
	if _, status := dial("https://elsewhere.example", "callflow_session=x"); status != http.StatusForbidden {
		t.Errorf("a page elsewhere got %d", status)
	}
	if _, status := dial(server.URL, ""); status != http.StatusUnauthorized {
		t.Errorf("nobody got %d", status)
	}
}

func TestWithoutAPhoneAccountTheConsoleIsToldHowToSetItUp(t *testing.T) {
	p := gets[api.Problem](newOffice(t), 404, "GET", "/phone", nil)
	if p.Code != "no_phone" || !strings.Contains(p.Detail, "CALLFLOW_PHONE_PASSWORD") {
		t.Errorf("%+v", p)
	}
}

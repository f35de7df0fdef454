package notify_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/notify"
)

func loopback() []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} }

func webhooks(t *testing.T, secret string, allowed []netip.Prefix) *notify.Webhooks {
	t.Helper()
	w, err := notify.NewWebhooks(secret, allowed)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

func hook(t *testing.T, l flowengine.WebhookLetter) notify.Delivery {
	t.Helper()
	content, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	return notify.Delivery{ID: "01CALL-2-0", Kind: "webhook", Content: content}
}

func TestAWebRequestIsSigned(t *testing.T) {
	var got *http.Request
	var body []byte
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
	}))
	defer server.Close()
	key := []byte("0123456789abcdef0123456789abcdef")
	w := webhooks(t, "whsec_"+base64.StdEncoding.EncodeToString(key), loopback())
	err := w.Deliver(t.Context(), hook(t, flowengine.WebhookLetter{URL: server.URL + "/calls", Body: `{"a":1}`, Event: "missed_call", Headers: map[string]string{"X-Office": "Sydney"}}))
	if err != nil {
		t.Fatal(err)
	}
	if got.Method != "POST" || string(body) != `{"a":1}` || got.Header.Get("Content-Type") != "application/json" || got.Header.Get("X-Office") != "Sydney" || got.Header.Get("Callflow-Event") != "missed_call" {
		t.Errorf("%s %v %s", got.Method, got.Header, body)
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "01CALL-2-0.%s.%s", got.Header.Get("webhook-timestamp"), body)
	if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); got.Header.Get("webhook-id") != "01CALL-2-0" || got.Header.Get("webhook-signature") != want {
		t.Errorf("signed as %v, want %s", got.Header, want)
	}
}

func TestWhichAnswersAreTriedAgain(t *testing.T) {
	status := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "http://elsewhere.example/")
		w.WriteHeader(status)
		io.WriteString(w, "because\nof this")
	}))
	defer server.Close()
	w := webhooks(t, "", loopback())
	for _, c := range []struct {
		status   int
		ok, good bool
	}{{200, true, false}, {204, true, false}, {302, false, false}, {404, false, false}, {410, false, true}, {429, false, false}, {500, false, false}} {
		status = c.status
		err := w.Deliver(t.Context(), hook(t, flowengine.WebhookLetter{URL: server.URL}))
		if (err == nil) != c.ok || notify.IsPermanent(err) != c.good {
			t.Errorf("%d: %v", c.status, err)
		}
	}
	for _, l := range []flowengine.WebhookLetter{{URL: "ftp://example.org"}, {URL: "nothing"}, {URL: server.URL, Headers: map[string]string{"X": "a\r\nHost: b"}}, {URL: server.URL, Method: "BAD METHOD"}} {
		if err := w.Deliver(t.Context(), hook(t, l)); !notify.IsPermanent(err) {
			t.Errorf("%+v: %v", l, err)
		}
	}
}

func hostOf(t *testing.T, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Hostname()
}

// Neither a name nor a redirect leads into a private network.
func TestPrivateNetworksAreOutOfReach(t *testing.T) {
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a request came in") }))
	defer inside.Close()
	_, port, _ := strings.Cut(strings.TrimPrefix(inside.URL, "http://"), ":")
	w := webhooks(t, "", nil)
	for _, address := range []string{
		inside.URL, "http://localhost:" + port, "http://[::1]:" + port, "http://[::ffff:127.0.0.1]:" + port, "http://0.0.0.0:" + port, "http://2130706433:" + port,
		"http://127.1:" + port, "http://10.0.0.1", "http://192.168.1.1", "http://169.254.169.254/latest/meta-data", "http://[fe80::1]", "http://[fd00::1]", "http://100.64.0.1", "http://[64:ff9b::7f00:1]", "http://[2002:7f00:1::]",
		"http://[::127.0.0.1]:" + port, "http://[::ffff:0:7f00:1]",
	} {
		_, err := w.Ask(t.Context(), flowengine.WebRequest{ID: "x", Method: "GET", URL: address, Limit: 5 * time.Second})
		if err == nil {
			t.Errorf("%s could be reached", address)
		}
		if _, literal := netip.ParseAddr(hostOf(t, address)); literal == nil && !errors.Is(err, notify.ErrPrivate) {
			t.Errorf("%s is refused for another reason: %v", address, err)
		}
		if strings.HasPrefix(address, "http://127.0.0.1") && (!errors.Is(err, notify.ErrPrivate) || !strings.Contains(err.Error(), "--webhook-allow")) {
			t.Errorf("%s: %v", address, err)
		}
	}
	// A door at one loopback address that is allowed leads to one that is not.
	door := httptest.NewServer(http.RedirectHandler("http://127.0.0.2:"+port, http.StatusFound))
	defer door.Close()
	half := webhooks(t, "", []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")})
	if _, err := half.Ask(t.Context(), flowengine.WebRequest{ID: "x", Method: "GET", URL: door.URL, Limit: 5 * time.Second}); !errors.Is(err, notify.ErrPrivate) {
		t.Errorf("through a redirect: %v", err)
	}
}

// A redirect to somebody else does not take a flow's keys there.
func TestARedirectTakesNoKeysElsewhere(t *testing.T) {
	got := make(chan http.Header, 2)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- r.Header }))
	defer elsewhere.Close()
	var here *httptest.Server
	here = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		case "/near":
			http.Redirect(w, r, here.URL+"/end", http.StatusTemporaryRedirect)
		default:
			got <- r.Header
		}
	}))
	defer here.Close()
	w := webhooks(t, "whsec", []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")})
	for path, keeps := range map[string]bool{"/away": false, "/near": true} {
		_, err := w.Ask(t.Context(), flowengine.WebRequest{ID: "x", Method: "POST", URL: here.URL + path + "?key=secret", Headers: map[string]string{"X-Api-Key": "secret"}, Body: "{}", Limit: 5 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		h := <-got
		if kept := h.Get("X-Api-Key") != ""; kept != keeps || !keeps && (h.Get("Referer") != "" || h.Get("Webhook-Signature") != "") {
			t.Errorf("%s: %v", path, h)
		}
		if h.Get("Content-Type") != "application/json" {
			t.Errorf("%s: the content is %q", path, h.Get("Content-Type"))
		}
	}
}

func TestRepliesThatAreTooLargeOrTooSlowAreCutOff(t *testing.T) {
	stop := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/large":
			w.Write(make([]byte, 300<<10))
		case "/drip":
			for {
				select {
				case <-stop:
					return
				case <-r.Context().Done():
					return
				default:
					io.WriteString(w, ".")
					w.(http.Flusher).Flush()
				}
			}
		case "/circle":
			http.Redirect(w, r, "/circle", http.StatusFound)
		default:
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"ok":true}`)
		}
	}))
	defer server.Close()
	defer close(stop)
	w := webhooks(t, "", loopback())
	for path, want := range map[string]string{"/large": "larger than 256 KiB", "/circle": "redirects more than 3 times"} {
		_, err := w.Ask(t.Context(), flowengine.WebRequest{ID: "x", Method: "GET", URL: server.URL + path, Limit: 10 * time.Second})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
	if _, err := w.Ask(t.Context(), flowengine.WebRequest{ID: "x", Method: "GET", URL: server.URL + "/drip", Limit: 50 * time.Millisecond}); err == nil {
		t.Error("a reply without end was read")
	}
	reply, err := w.Ask(context.Background(), flowengine.WebRequest{ID: "x", URL: server.URL, Body: "{}", Limit: 10 * time.Second})
	if err != nil || reply.Status != 200 || string(reply.Body) != `{"ok":true}` {
		t.Errorf("%+v %v", reply, err)
	}
}

package notify

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
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"callflow/flowengine"
)

// Webhooks sends web requests: letters of the outbox, and those that calls wait
// for. Each is signed as the Standard Webhooks specification 1.0 says
// (https://www.standardwebhooks.com): the headers webhook-id, the same for each
// try, webhook-timestamp in seconds since 1970, and webhook-signature, which is
// "v1," and the base64 of an HMAC-SHA256 over ID.TIMESTAMP.BODY.
type Webhooks struct {
	secret  []byte
	letters *http.Client // follows no redirect: a signed request goes where it was sent
	calls   *http.Client
}

// secretPrefix begins a secret that is base64; any other is taken as it is.
const secretPrefix = "whsec_"

// NewWebhooks makes a sender. Without a secret requests go unsigned. The
// networks are those that may be reached although they are not public.
func NewWebhooks(secret string, allowed []netip.Prefix) (*Webhooks, error) {
	key := []byte(secret)
	if text, ok := strings.CutPrefix(secret, secretPrefix); ok {
		var err error
		if key, err = base64.StdEncoding.DecodeString(text); err != nil || len(key) == 0 {
			return nil, fmt.Errorf("the secret for web requests begins with %s, and what follows is no base64: correct it, or write a secret without %s", secretPrefix, secretPrefix)
		}
	}
	return &Webhooks{secret: key, letters: guardedClient(allowed, 0), calls: guardedClient(allowed, 3)}, nil
}

// Close ends the connections that are kept.
func (w *Webhooks) Close() {
	w.letters.CloseIdleConnections()
	w.calls.CloseIdleConnections()
}

// The bounds of replies, in bytes.
const (
	longestReply  = 256 << 10
	longestReason = 200
)

// Deliver implements [Deliverer].
func (w *Webhooks) Deliver(ctx context.Context, d Delivery) error {
	var letter flowengine.WebhookLetter
	if err := json.Unmarshal(d.Content, &letter); err != nil {
		return Permanent(fmt.Errorf("the web request cannot be read: %w", err))
	}
	request, err := w.request(ctx, d.ID, letter.Method, letter.URL, letter.Headers, letter.Body)
	if err != nil {
		return Permanent(err)
	}
	if letter.Event != "" {
		request.Header.Set("Callflow-Event", letter.Event)
	}
	reply, err := w.letters.Do(request)
	if err != nil {
		return fmt.Errorf("the web request failed: %w", readable(err))
	}
	defer reply.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(reply.Body, longestReason)) // only for people
	switch {
	case reply.StatusCode >= 200 && reply.StatusCode < 300:
		return nil
	case reply.StatusCode == http.StatusGone:
		return Permanent(fmt.Errorf("%s answers 410 Gone: it wants no more requests", request.URL.Host))
	case reply.StatusCode >= 300 && reply.StatusCode < 400:
		return fmt.Errorf("%s answers %s to %q: letters follow no redirects; correct the address", request.URL.Host, reply.Status, reply.Header.Get("Location"))
	}
	return fmt.Errorf("%s answers %s: %s", request.URL.Host, reply.Status, headerText(string(text)))
}

// Ask implements [flowengine.Web].
func (w *Webhooks) Ask(ctx context.Context, r flowengine.WebRequest) (flowengine.WebReply, error) {
	ctx, cancel := context.WithTimeout(ctx, r.Limit)
	defer cancel()
	request, err := w.request(ctx, r.ID, r.Method, r.URL, r.Headers, r.Body)
	if err != nil {
		return flowengine.WebReply{}, err
	}
	reply, err := w.calls.Do(request)
	if err != nil {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return flowengine.WebReply{}, fmt.Errorf("%s did not answer within %s", request.URL.Host, r.Limit)
		}
		return flowengine.WebReply{}, readable(err)
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(io.LimitReader(reply.Body, longestReply+1))
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return flowengine.WebReply{}, fmt.Errorf("the reply of %s was not there within %s", request.URL.Host, r.Limit)
	case err != nil:
		return flowengine.WebReply{}, fmt.Errorf("reading the reply of %s: %w", request.URL.Host, err)
	case len(body) > longestReply:
		return flowengine.WebReply{}, fmt.Errorf("the reply of %s is larger than %d KiB", request.URL.Host, longestReply>>10)
	}
	return flowengine.WebReply{Status: reply.StatusCode, Type: reply.Header.Get("Content-Type"), Body: body}, nil
}

// request makes a signed request.
func (w *Webhooks) request(ctx context.Context, id, method, address string, headers map[string]string, body string) (*http.Request, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, fmt.Errorf("%q is no address of the web: write it as https://HOST/PATH", headerText(address))
	}
	if method == "" {
		method = http.MethodPost
	}
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("the web request to %s: %w", u.Host, err)
	}
	if method == http.MethodGet || method == http.MethodHead {
		request.Body, request.GetBody, request.ContentLength, body = http.NoBody, nil, 0, ""
	} else {
		request.Header.Set("Content-Type", "application/json")
	}
	for name, value := range headers {
		if !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(value) || strings.EqualFold(name, "Host") {
			return nil, fmt.Errorf("the header %q cannot be sent: a header is one line, without control characters", headerText(name))
		}
		request.Header.Set(name, value)
	}
	request.Header.Set("User-Agent", "callflow")
	w.sign(request.Header, id, body, time.Now())
	return request, nil
}

func (w *Webhooks) sign(h http.Header, id, body string, at time.Time) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	h.Set("Webhook-Id", id)
	h.Set("Webhook-Timestamp", stamp)
	if len(w.secret) == 0 {
		return
	}
	mac := hmac.New(sha256.New, w.secret)
	fmt.Fprintf(mac, "%s.%s.%s", id, stamp, body)
	h.Set("Webhook-Signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

// readable takes the address, which may have secrets in it, out of an error.
func readable(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

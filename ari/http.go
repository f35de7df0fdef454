package ari

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// maxReply is the largest HTTP reply read into memory, in bytes; files are streamed instead.
const maxReply = 64 << 20

// httpTransport makes requests over kept-alive HTTP connections.
type httpTransport struct {
	root     string // with a slash at the end
	user     string
	password string
	client   *http.Client
}

// newHTTPTransport pools up to connections connections. Asterisk limits them by session_limit in http.conf (100 by default)
// and closes one that was idle for session_keep_alive (15 s by default), so idle ones are dropped before that.
func newHTTPTransport(o Options, root string) *httpTransport {
	return &httpTransport{
		root: root, user: o.User, password: o.Password,
		client: &http.Client{Transport: &http.Transport{
			DialContext:         (&net.Dialer{Timeout: o.DialTimeout}).DialContext,
			MaxIdleConns:        o.HTTPConnections,
			MaxIdleConnsPerHost: o.HTTPConnections,
			MaxConnsPerHost:     o.HTTPConnections,
			IdleConnTimeout:     10 * time.Second,
			DisableCompression:  true,
			WriteBufferSize:     4 << 10,
			ReadBufferSize:      4 << 10,
		}},
	}
}

func (t *httpTransport) do(ctx context.Context, q *request) (reply, error) {
	resp, err := t.send(ctx, q)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxReply))
	if err != nil {
		return reply{}, t.broken(ctx, err)
	}
	return reply{status: resp.StatusCode, reason: http.StatusText(resp.StatusCode), body: string(body)}, nil
}

func (t *httpTransport) send(ctx context.Context, q *request) (*http.Response, error) {
	var body io.Reader
	if q.content != nil {
		body = bytes.NewReader(q.content)
	}
	r, err := http.NewRequestWithContext(ctx, q.method, t.root+q.uri(), body)
	if err != nil {
		return nil, fmt.Errorf("making the request: %w", err)
	}
	r.SetBasicAuth(t.user, t.password)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	resp, err := t.client.Do(r)
	if err != nil {
		return nil, t.broken(ctx, err)
	}
	return resp, nil
}

// broken sorts a failure of the network: the caller's end of waiting, or a lost connection.
func (t *httpTransport) broken(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return errors.Join(ErrDisconnected, err)
}

func (t *httpTransport) close() { t.client.CloseIdleConnections() }

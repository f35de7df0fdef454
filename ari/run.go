package ari

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// defaultBackoff spreads reconnecting clients: 100 ms doubled to at most 3 s, less up to a half.
func defaultBackoff(n int) time.Duration {
	d := 100 * time.Millisecond << min(n-1, 5)
	d = min(d, 3*time.Second)
	return d - rand.N(d/2)
}

// Run connects and delivers events to handler until ctx ends, and then returns nil. When a connection is lost or cannot be
// made, it tries again for ever. It returns an *AuthError when Asterisk refuses the credentials, and ErrReplaced after the
// event ApplicationReplaced; both mean that trying again does not help.
//
// The handler is called by one goroutine at a time, in the order of the events, on the goroutine that reads the socket. It has
// to return at once, as by putting the event into a queue: while it runs nothing is read, and a request made by it never gets
// its reply.
func (c *Client) Run(ctx context.Context, handler func(Event)) error {
	if !c.running.CompareAndSwap(false, true) {
		return errors.New("ari: this client runs already")
	}
	defer c.running.Store(false)
	defer c.http.close()

	watched := func(ev Event) {
		c.counts.busySince.Store(time.Now().UnixNano())
		handler(ev)
		c.counts.busySince.Store(0)
	}
	failed := 0
	for again := false; ; {
		connected, err := c.connection(ctx, watched, again)
		var auth *AuthError
		switch {
		case errors.Is(err, ErrReplaced):
			return err
		case ctx.Err() != nil:
			return nil
		case errors.As(err, &auth):
			return err
		}
		if connected {
			failed, again = 0, true
		}
		failed++
		wait := c.options.Backoff(failed)
		if !connected {
			watched(&ConnectFailed{Meta: c.meta(), Attempt: failed, Err: err, RetryIn: wait})
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

func (c *Client) meta() Meta {
	now := time.Now()
	return Meta{Application: c.options.App, Timestamp: Time{now}, ReadAt: now}
}

// connection is the life of one socket. It tells if the connection was established, and why it ended.
func (c *Client) connection(ctx context.Context, handler func(Event), again bool) (connected bool, err error) {
	ws, err := c.dial(ctx)
	if err != nil {
		return false, err
	}
	out := &outlet{handler: handler, counts: &c.counts, replaced: make(chan struct{})}
	s := newSocket(ws, &c.counts, out.deliver)
	pingFailed := make(chan error, 1)
	var parts sync.WaitGroup
	parts.Go(s.read)
	parts.Go(func() { pingFailed <- s.ping(c.options.PingInterval, c.options.PingTimeout) })
	defer parts.Wait()
	defer ws.CloseNow() // ends the reader, and with it the pings; the socket is of no more use whatever this returns

	hello, err := c.prepare(ctx, s)
	if err != nil {
		return false, err
	}
	hello.Again = again
	if hello.Transport == WebSocket {
		c.socket.Store(s)
		defer c.socket.Store(nil)
	}
	c.counts.connects.Add(1)
	c.counts.lastPong.Store(time.Now().UnixNano())
	c.counts.connected.Store(true)
	defer c.counts.connected.Store(false)
	out.open(hello)

	select {
	case <-ctx.Done():
		err = ctx.Err()
		_ = ws.Close(websocket.StatusNormalClosure, "") // says good-bye, up to 5 s long; a peer that does not answer is left
	case <-out.replaced:
		err = ErrReplaced
	case err = <-pingFailed:
		if err == nil { // the pings ended because the reader did
			err = s.err
		}
	case <-s.done:
		err = s.err
	}
	c.socket.Store(nil)
	c.counts.connected.Store(false)
	ws.CloseNow() // an error only says that it is closed already
	parts.Wait()
	c.http.close() // an Asterisk that restarts has closed them too
	out.deliver(&Disconnected{Meta: c.meta(), Err: err})
	return true, err
}

// dial opens the events socket.
func (c *Client) dial(ctx context.Context) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, c.options.DialTimeout)
	defer cancel()
	query := url.Values{"app": {c.options.App}, "subscribeAll": {strconv.FormatBool(c.options.SubscribeAll)}}
	credentials := base64.StdEncoding.EncodeToString([]byte(c.options.User + ":" + c.options.Password))
	transport := &http.Transport{DisableKeepAlives: true}
	defer transport.CloseIdleConnections()
	ws, resp, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(c.root, "http")+"events?"+query.Encode(), &websocket.DialOptions{
		HTTPClient: &http.Client{Transport: transport},
		HTTPHeader: http.Header{"Authorization": {"Basic " + credentials}},
	})
	if err != nil {
		if resp != nil && (resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden) {
			return nil, &AuthError{URL: c.root, User: c.options.User, Status: resp.StatusCode}
		}
		return nil, fmt.Errorf("%w: opening the events socket at %s: %w", ErrDisconnected, c.root, err)
	}
	ws.SetReadLimit(c.options.ReadLimit)
	return ws, nil
}

// prepare makes a new socket ready: the event filter, which Asterisk forgets with an application that has nothing left, and
// the choice of the transport.
func (c *Client) prepare(ctx context.Context, s *socket) (*Connected, error) {
	if err := c.setFilter(ctx); err != nil {
		return nil, fmt.Errorf("setting the event filter: %w", err)
	}
	kind, info, err := c.probe(ctx, s)
	if err != nil {
		return nil, fmt.Errorf("asking for Asterisk's version: %w", err)
	}
	hello := &Connected{Meta: c.meta(), Transport: kind}
	if info.System != nil {
		hello.Version = plainVersion(info.System.Version)
	}
	return hello, nil
}

// plainVersion leaves out what distributions append: "22.10.1+dfsg-1" is "22.10.1".
func plainVersion(v string) string {
	if end := strings.IndexFunc(v, func(r rune) bool { return (r < '0' || r > '9') && r != '.' }); end > 0 {
		return v[:end]
	}
	return v // a development build names its branch
}

func (c *Client) setFilter(ctx context.Context) error {
	filter := EventFilter{}
	for _, name := range c.options.Disallow {
		filter.Disallowed = append(filter.Disallowed, EventTypeRef{Type: name})
	}
	if len(filter.Disallowed) == 0 {
		return nil
	}
	_, err := c.Applications().Filter(ctx, c.options.App, filter)
	if IsNotFound(err) { // an Asterisk before 16.3 cannot filter: it only sends more
		return nil
	}
	return err
}

// probe asks for the version the way that requests are to go, and by HTTP if the socket does not answer.
func (c *Client) probe(ctx context.Context, s *socket) (TransportKind, *AsteriskInfo, error) {
	if c.options.Transport != HTTP {
		info := new(AsteriskInfo)
		q := newRequest(opAsteriskGetInfo, http.MethodGet)
		q.path("asterisk/info")
		q.text("only", AsteriskGetInfoOnlySystem)
		limited, cancel := context.WithTimeout(ctx, c.options.ProbeTimeout)
		err := c.ask(limited, s, q, info)
		cancel()
		if err == nil {
			return WebSocket, info, nil
		}
		if c.options.Transport == WebSocket || ctx.Err() != nil {
			return "", nil, err
		}
	}
	info, err := c.Asterisk().GetInfo(ctx, AsteriskGetInfoParams{Only: []string{AsteriskGetInfoOnlySystem}})
	return HTTP, info, err
}

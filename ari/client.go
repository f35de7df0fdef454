package ari

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// TransportKind says how requests go to Asterisk.
type TransportKind string

// The transports. With Auto each connection tries the socket and takes HTTP when Asterisk does not answer there.
const (
	Auto      TransportKind = "auto"
	WebSocket TransportKind = "websocket"
	HTTP      TransportKind = "http"
)

// Options are the settings of a Client. URL, User, Password and App are needed, the rest has defaults.
type Options struct {
	URL      string // such as "http://127.0.0.1:8088/ari"; without a path, /ari is meant
	User     string
	Password string
	App      string // the application name that the dialplan gives calls to; the same after each restart

	Transport      TransportKind // Auto
	SubscribeAll   bool          // receive the events of everything in Asterisk
	Disallow       []string      // event types not to receive; nil means ChannelVarset, an empty list none
	RequestTimeout time.Duration // 5 s; a request's context may end it earlier
	DialTimeout    time.Duration // 5 s, for opening the socket and for each HTTP connection
	PingInterval   time.Duration // 2 s
	PingTimeout    time.Duration // 3 s without an answer closes the socket
	ProbeTimeout   time.Duration // 2 s, for Auto to wait for an answer on the socket

	// HTTPConnections is the most HTTP connections to keep, 64; it has to be below session_limit in http.conf.
	HTTPConnections int
	// ReadLimit is the largest message read from the socket, in bytes, 16 MiB. A larger one closes it.
	ReadLimit int64
	// Backoff returns how long to wait before attempt n to connect again, n from 1. The default doubles from 100 ms to 3 s,
	// less a random part of up to a half.
	Backoff func(n int) time.Duration
}

// Client talks to one Asterisk for one application. Its methods may be used by several goroutines.
type Client struct {
	options Options
	root    string // the interface's address, with a slash at the end
	http    *httpTransport
	socket  atomic.Pointer[socket] // takes requests; nil while there is none, or with HTTP
	counts  counters
	running atomic.Bool
}

// transport carries requests.
type transport interface {
	do(ctx context.Context, q *request) (reply, error)
}

// New makes a Client. It connects to nothing yet: requests go by HTTP until Run has connected.
func New(o Options) (*Client, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, fmt.Errorf("ari: the address %q is not of the form http://HOST:PORT/ari", o.URL)
	}
	if o.App == "" || o.User == "" {
		return nil, errors.New("ari: an application name and a user are needed")
	}
	if strings.Trim(u.Path, "/") == "" {
		u.Path = "/ari"
	}
	u.User = nil // credentials go in a header, where no log shows them
	root := strings.TrimSuffix(u.String(), "/") + "/"
	o.defaults()
	return &Client{options: o, root: root, http: newHTTPTransport(o, root)}, nil
}

func (o *Options) defaults() {
	set := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	set(&o.RequestTimeout, 5*time.Second)
	set(&o.DialTimeout, 5*time.Second)
	set(&o.PingInterval, 2*time.Second)
	set(&o.PingTimeout, 3*time.Second)
	set(&o.ProbeTimeout, 2*time.Second)
	if o.Transport == "" {
		o.Transport = Auto
	}
	if o.Disallow == nil {
		o.Disallow = []string{"ChannelVarset"}
	}
	if o.HTTPConnections <= 0 {
		o.HTTPConnections = 64
	}
	if o.ReadLimit <= 0 {
		o.ReadLimit = 16 << 20
	}
	if o.Backoff == nil {
		o.Backoff = defaultBackoff
	}
}

// App is the application name.
func (c *Client) App() string { return c.options.App }

// Close drops idle HTTP connections. End Run by its context.
func (c *Client) Close() { c.http.close() }

// call makes one request and decodes the reply into out, unless out is nil.
func (c *Client) call(ctx context.Context, q *request, out any) error {
	if q.err != nil {
		return fmt.Errorf("ari: the body of %s: %w", operationNames[q.op], q.err)
	}
	return c.ask(ctx, c.transportFor(q), q, out)
}

// ask makes a request by one transport.
func (c *Client) ask(ctx context.Context, t transport, q *request, out any) error {
	ctx, cancel := context.WithTimeoutCause(ctx, c.options.RequestTimeout, errRequestTimeout)
	defer cancel()
	r, err := c.carry(ctx, q, t)
	if err != nil {
		return err
	}
	if out == nil || len(r.body) == 0 {
		return nil
	}
	if into, ok := out.(decoder); ok && unmarshal(r.body, into) {
		return nil
	}
	if err := json.Unmarshal([]byte(r.body), out); err != nil {
		return fmt.Errorf("ari: reading the reply to %s: %w", operationNames[q.op], err)
	}
	return nil
}

// errRequestTimeout is both of what callers may ask for.
var errRequestTimeout = fmt.Errorf("%w: %w", ErrTimeout, context.DeadlineExceeded)

// transportFor chooses how a request goes.
func (c *Client) transportFor(q *request) transport {
	if s := c.socket.Load(); s != nil && !byHTTP(q) {
		return s
	}
	return c.http
}

// carry sends a request and sorts the reply.
func (c *Client) carry(ctx context.Context, q *request, t transport) (reply, error) {
	c.counts.begin(t)
	r, err := t.do(ctx, q)
	c.counts.end(err)
	if err != nil {
		return reply{}, fmt.Errorf("ari: %s: %w", operationNames[q.op], err)
	}
	if r.status >= 300 {
		return reply{}, refusal(q, r)
	}
	return r, nil
}

// stream makes a request whose reply is a file. RequestTimeout holds until the reply begins; ctx holds until the end.
func (c *Client) stream(ctx context.Context, q *request) (io.ReadCloser, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	timer := time.AfterFunc(c.options.RequestTimeout, func() { cancel(errRequestTimeout) })
	c.counts.begin(c.http)
	resp, err := c.http.send(ctx, q)
	c.counts.end(err)
	if err == nil && !timer.Stop() {
		resp.Body.Close()
		err = errRequestTimeout
	}
	if err != nil {
		timer.Stop()
		cancel(nil)
		return nil, fmt.Errorf("ari: %s: %w", operationNames[q.op], err)
	}
	if resp.StatusCode >= 300 {
		defer cancel(nil)
		defer resp.Body.Close()
		body, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10)) // without its words the refusal still has its status
		return nil, refusal(q, reply{status: resp.StatusCode, reason: resp.Status, body: string(body)})
	}
	return &streamed{resp.Body, cancel}, nil
}

// streamed frees the request's context with the file.
type streamed struct {
	io.ReadCloser
	cancel context.CancelCauseFunc
}

func (s *streamed) Close() error {
	err := s.ReadCloser.Close()
	s.cancel(nil)
	return err
}

// Package aritest is a stand-in for Asterisk's REST interface inside a test's process. It speaks both transports, replays
// recorded sessions, and can behave as badly as networks and servers do.
package aritest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"callflow/ari"

	"github.com/coder/websocket"
)

// Credentials that a Server takes, and the version it claims.
const (
	User     = "callflow"
	Password = "secret"
	Version  = "22.10.1"
)

// Faults are the ways in which a Server behaves badly. The zero value is none.
type Faults struct {
	Refuse     int  // answer the opening of a socket with this status, as 401
	DeafSocket bool // no reply to requests on the socket, like an Asterisk that has no REST over WebSocket
	NoPongs    bool // no reply to pings
	Fragment   bool // send each message in three frames
	Duplicate  bool // send each message twice
}

// Request is one request as the Server received it, by either transport.
type Request struct {
	Method string
	URI    string // below /ari/, with the query
	Body   string
	HTTP   bool
}

// Response is what a Server answers. Status 0 means that no answer comes.
type Response struct {
	Status int
	Body   string
	// Before are messages sent on the socket before the answer.
	Before []string
	// After are messages sent on the socket after the answer.
	After []string
}

// Server is the stand-in. Make it with New.
type Server struct {
	t    testing.TB
	http *httptest.Server

	accepting sync.RWMutex // held for reading while a socket opens: a client may know of it before the server has it

	mu       sync.Mutex
	faults   Faults
	answer   func(Request) Response
	requests []Request
	sockets  map[*websocket.Conn]bool
	opened   chan struct{} // gets one for each socket opened
	replay   *replay
	done     chan struct{}
	work     sync.WaitGroup
}

// New starts a Server that ends with the test.
func New(t testing.TB) *Server {
	s := &Server{t: t, sockets: map[*websocket.Conn]bool{}, opened: make(chan struct{}, 1000), done: make(chan struct{})}
	s.http = httptest.NewServer(s)
	t.Cleanup(func() {
		close(s.done)
		s.Drop()
		s.http.CloseClientConnections()
		s.http.Close()
		s.work.Wait()
	})
	return s
}

// Options are those of a client of this server, with short times.
func (s *Server) Options() ari.Options {
	return ari.Options{URL: s.http.URL, User: User, Password: Password, App: "test",
		Backoff: func(int) time.Duration { return time.Millisecond }}
}

// Address is where the server listens, HOST:PORT.
func (s *Server) Address() string { return strings.TrimPrefix(s.http.URL, "http://") }

// Misbehave sets the faults from now on.
func (s *Server) Misbehave(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = f
}

// Answer sets what answers requests beyond those of connecting. It may block; requests of a socket are served one after
// another, as Asterisk does it. Without it every request is answered 204.
func (s *Server) Answer(f func(Request) Response) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = f
}

// Requests returns what came so far, without the requests of connecting.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Opened waits until one more socket has been opened.
func (s *Server) Opened() {
	s.t.Helper()
	select {
	case <-s.opened:
	case <-time.After(10 * time.Second):
		s.t.Fatal("no socket was opened")
	}
}

// Send sends a message to all open sockets.
func (s *Server) Send(message string) {
	for _, ws := range s.open() {
		s.write(ws, message)
	}
}

// Drop breaks all open sockets without a word.
func (s *Server) Drop() {
	for _, ws := range s.open() {
		_ = ws.CloseNow() // an error only says that it is closed already
	}
}

func (s *Server) open() []*websocket.Conn {
	s.accepting.Lock()
	defer s.accepting.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.sockets))
}

func (s *Server) fault() Faults {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	user, password, _ := r.BasicAuth()
	if user != User || password != Password {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	uri := strings.TrimPrefix(r.URL.RequestURI(), "/ari/")
	if path, _, _ := strings.Cut(uri, "?"); path == "events" {
		s.serveSocket(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client left
	}
	resp := s.respond(Request{Method: r.Method, URI: uri, Body: string(body), HTTP: true}, s.Send)
	if resp.Status == 0 {
		select {
		case <-r.Context().Done():
		case <-s.done:
		}
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if resp.Body != "" { // a client that knows the length does not wait for more
		w.Header().Set("Content-Length", strconv.Itoa(len(resp.Body)))
	}
	w.WriteHeader(resp.Status)
	_, _ = io.WriteString(w, resp.Body) // a client that left needs no answer
	_ = http.NewResponseController(w).Flush()
	for _, message := range resp.After {
		s.Send(message)
	}
}

// respond answers what connecting asks for, and leaves the rest to the test.
func (s *Server) respond(q Request, send func(string)) Response {
	switch {
	case strings.HasPrefix(q.URI, "asterisk/info"):
		return Response{Status: 200, Body: `{"system":{"version":"` + Version + `+test","entity_id":"x"}}`}
	case strings.HasSuffix(q.URI, "/eventFilter"):
		return Response{Status: 200, Body: `{"name":"test"}`}
	}
	s.mu.Lock()
	s.requests = append(s.requests, q)
	answer := s.answer
	script := s.replay
	s.mu.Unlock()
	resp := Response{Status: 204}
	switch {
	case script != nil:
		resp = script.answer(q)
	case answer != nil:
		resp = answer(q)
	}
	for _, message := range resp.Before {
		send(message)
	}
	return resp
}

func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	if status := s.fault().Refuse; status != 0 {
		w.WriteHeader(status)
		return
	}
	s.accepting.RLock()
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		OnPingReceived: func(context.Context, []byte) bool { return !s.fault().NoPongs },
	})
	if err != nil {
		s.accepting.RUnlock()
		return // the client has its status
	}
	ws.SetReadLimit(-1)
	s.mu.Lock()
	s.sockets[ws] = true
	s.mu.Unlock()
	s.accepting.RUnlock()
	s.opened <- struct{}{}
	defer func() {
		s.mu.Lock()
		delete(s.sockets, ws)
		s.mu.Unlock()
		_ = ws.CloseNow() // it is closed already when the client left
	}()
	requests := make(chan string, 10_000)
	s.work.Go(func() {
		for frame := range requests {
			s.serveFrame(ws, frame)
		}
	})
	defer close(requests)
	for {
		_, data, err := ws.Read(context.Background())
		if err != nil {
			return
		}
		requests <- string(data)
	}
}

// serveFrame answers one request frame.
func (s *Server) serveFrame(ws *websocket.Conn, frame string) {
	var f struct {
		Type      string `json:"type"`
		RequestID string `json:"request_id"`
		Method    string `json:"method"`
		URI       string `json:"uri"`
		Body      string `json:"message_body"`
	}
	if err := json.Unmarshal([]byte(frame), &f); err != nil || f.Type != "RESTRequest" {
		s.t.Errorf("the client sent %q", frame)
		return
	}
	if s.fault().DeafSocket {
		return
	}
	send := func(m string) { s.write(ws, m) }
	resp := s.respond(Request{Method: f.Method, URI: f.URI, Body: f.Body}, send)
	if resp.Status != 0 {
		send(ResponseFrame(f.RequestID, f.URI, resp))
	}
	for _, message := range resp.After {
		send(message)
	}
}

// ResponseFrame is the frame by which Asterisk answers a request on the socket.
func ResponseFrame(requestID, uri string, r Response) string {
	frame := map[string]any{"type": "RESTResponse", "transaction_id": "", "request_id": requestID, "status_code": r.Status,
		"reason_phrase": http.StatusText(r.Status), "uri": uri}
	if r.Body != "" {
		frame["content_type"], frame["message_body"] = "application/json", r.Body
	}
	data, err := json.Marshal(frame)
	if err != nil {
		panic(fmt.Sprintf("aritest: %v", err)) // maps of strings and numbers always marshal
	}
	return string(data)
}

// write sends one message, in the way that the faults ask for. A socket that is gone takes nothing; the test sees that by what
// the client does.
func (s *Server) write(ws *websocket.Conn, message string) {
	f := s.fault()
	times := 1
	if f.Duplicate {
		times = 2
	}
	for range times {
		if !f.Fragment {
			_ = ws.Write(context.Background(), websocket.MessageText, []byte(message))
			continue
		}
		w, err := ws.Writer(context.Background(), websocket.MessageText)
		if err != nil {
			return
		}
		third := len(message) / 3
		for _, part := range []string{message[:third], message[third : 2*third], message[2*third:]} {
			_, _ = io.WriteString(w, part)
		}
		_ = w.Close()
	}
}

// Unused returns an address of this machine on which nothing listens.
func Unused(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}

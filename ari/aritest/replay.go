package aritest

import (
	"encoding/json"
	"os"
	"strings"
	"sync"
)

// A recorded session is a file with one line for each frame that went over the socket: ">" and a request frame of the client,
// "<" and a message of Asterisk's.

// replay walks through a recorded session: it sends what Asterisk sent, and waits at each request for the client to make it.
type replay struct {
	s     *Server
	mu    sync.Mutex
	lines []string
	ended chan struct{}
}

// Replay starts a recorded session on the socket that is open: what Asterisk sent before the client's first request is sent at
// once, and the rest as the client makes the same requests, by either transport. It returns a channel that is closed at
// the session's end.
func (s *Server) Replay(file string) <-chan struct{} {
	s.t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	r := &replay{s: s, lines: strings.Split(strings.TrimSpace(string(data)), "\n"), ended: make(chan struct{})}
	s.mu.Lock()
	s.replay = r
	s.mu.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events()
	return r.ended
}

// events sends messages up to the next request or the next response.
func (r *replay) events() {
	for len(r.lines) > 0 {
		message, ok := strings.CutPrefix(r.lines[0], "< ")
		if !ok || strings.Contains(message, `"RESTResponse"`) {
			return
		}
		r.lines = r.lines[1:]
		r.s.Send(message)
	}
	select {
	case <-r.ended:
	default:
		close(r.ended)
	}
}

// answer gives the recorded response, after the events that came before it. Events after it are sent at once behind it, which may
// also be before it: that is what Asterisk does too.
func (r *replay) answer(q Request) Response {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.lines) == 0 {
		r.s.t.Errorf("the recorded session is over, and the client asks %s %s", q.Method, q.URI)
		return Response{Status: 500}
	}
	var want struct {
		Method string `json:"method"`
		URI    string `json:"uri"`
	}
	line, isRequest := strings.CutPrefix(r.lines[0], "> ")
	if err := json.Unmarshal([]byte(line), &want); !isRequest || err != nil || want.Method != q.Method || want.URI != q.URI {
		r.s.t.Errorf("the recorded session goes on with %s; the client asks %s %s", r.lines[0], q.Method, q.URI)
		return Response{Status: 500}
	}
	r.lines = r.lines[1:]
	var resp Response
	r.events()
	if len(r.lines) > 0 && strings.Contains(r.lines[0], `"RESTResponse"`) {
		var recorded struct {
			Status int    `json:"status_code"`
			Body   string `json:"message_body"`
		}
		if err := json.Unmarshal([]byte(strings.TrimPrefix(r.lines[0], "< ")), &recorded); err != nil {
			r.s.t.Errorf("the recorded session has a bad line: %v", err)
		}
		resp.Status, resp.Body = recorded.Status, recorded.Body
		r.lines = r.lines[1:]
	}
	r.s.work.Go(func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.events()
	})
	return resp
}

package ari

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// socket is one open events socket. It reads messages, hands events on, and carries requests.
type socket struct {
	ws      *websocket.Conn
	handle  func(Event) // called by the reader alone
	counts  *counters
	pending sync.Mutex
	waiting map[uint64]chan reply // nil once the socket is closed
	lastID  uint64
	done    chan struct{} // closed when the reader has ended
	err     error         // why it ended; read it after done
}

func newSocket(ws *websocket.Conn, counts *counters, handle func(Event)) *socket {
	return &socket{ws: ws, counts: counts, handle: handle, waiting: map[uint64]chan reply{}, done: make(chan struct{})}
}

// read is the reader: it decodes each message and hands it on, and does nothing else, because Asterisk drops a client that
// reads slowly. It ends when the socket does. The reads have no context of their own: closing the socket ends them.
func (s *socket) read() {
	defer close(s.done)
	var buf bytes.Buffer
	for {
		_, r, err := s.ws.Reader(context.Background())
		if err == nil {
			buf.Reset()
			_, err = io.Copy(&buf, r)
		}
		if err != nil {
			s.fail(err)
			return
		}
		now := time.Now()
		s.message(buf.String(), now)
		s.counts.lastRead.Store(now.UnixNano())
		if buf.Cap() > 1<<20 { // one large reply is no reason to keep its memory
			buf = bytes.Buffer{}
		}
	}
}

func (s *socket) message(data string, now time.Time) {
	if name, err := messageType(data); err == nil && name == "RESTResponse" {
		id, r, err := decodeResponse(data)
		if err != nil {
			s.handle(&BadMessage{Meta: Meta{ReadAt: now}, Raw: []byte(data), Err: err})
			return
		}
		s.resolve(id, r)
		return
	}
	s.handle(Decode(data, now))
}

// resolve gives a reply to the request that waits for it. A reply that nobody waits for any more is only counted.
func (s *socket) resolve(id uint64, r reply) {
	s.pending.Lock()
	ch, ok := s.waiting[id]
	delete(s.waiting, id)
	s.pending.Unlock()
	if !ok {
		s.counts.lateReplies.Add(1)
		return
	}
	ch <- r // has room for one, and gets one
}

// fail ends all requests that wait for a reply.
func (s *socket) fail(err error) {
	s.pending.Lock()
	defer s.pending.Unlock()
	s.err = err
	for _, ch := range s.waiting {
		close(ch)
	}
	s.waiting = nil
}

// do sends one request and waits for its reply, for the end of ctx, or for the end of the socket.
func (s *socket) do(ctx context.Context, q *request) (reply, error) {
	ch := make(chan reply, 1)
	s.pending.Lock()
	if s.waiting == nil {
		s.pending.Unlock()
		return reply{}, ErrDisconnected
	}
	s.lastID++
	id := s.lastID
	s.waiting[id] = ch
	s.pending.Unlock()

	frame := appendRequestFrame(make([]byte, 0, 160+len(q.buf)+len(q.content)+len(q.content)/4), id, q)
	// Not with ctx: a write given up half-way closes the socket for all. A write that hangs ends with the ping's deadline.
	if err := s.ws.Write(context.Background(), websocket.MessageText, frame); err != nil {
		s.forget(id)
		return reply{}, errors.Join(ErrDisconnected, err)
	}
	select {
	case r, ok := <-ch:
		if !ok {
			return reply{}, ErrDisconnected
		}
		return r, nil
	case <-ctx.Done():
		s.forget(id)
		return reply{}, context.Cause(ctx)
	}
}

func (s *socket) forget(id uint64) {
	s.pending.Lock()
	delete(s.waiting, id)
	s.pending.Unlock()
}

// ping tells a dead peer from a silent one: it returns when a ping got no answer in time, or when the socket has ended.
func (s *socket) ping(interval, timeout time.Duration) error {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-s.done:
			return nil
		case <-ticker.C:
		}
		ctx, cancel := context.WithTimeout(context.Background(), timeout)
		err := s.ws.Ping(ctx)
		cancel()
		if err != nil {
			return fmt.Errorf("no answer to a ping within %s: %w", timeout, err)
		}
		s.counts.lastPong.Store(time.Now().UnixNano())
	}
}

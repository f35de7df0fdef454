package phone

import (
	"fmt"
	"net"
	"strings"
	"sync"
	"time"
)

// keptMessages is how many SIP messages a phone remembers for its trace.
const keptMessages = 100

// tracedConn is the SIP socket: it remembers what passes, and tells when it is first read from, and before its reader is told
// of its end.
type tracedConn struct {
	*net.UDPConn
	ready *latch
	log   func(string)
	ended func(peers map[string]bool) // on the reader's goroutine, with the addresses of all that were heard
	peers map[string]bool             // the reader's alone

	mu   sync.Mutex
	kept []string
}

// ReadFrom reads one datagram. There is one reader.
func (c *tracedConn) ReadFrom(b []byte) (int, net.Addr, error) {
	c.ready.set()
	n, from, err := c.UDPConn.ReadFrom(b)
	if err != nil {
		c.ended(c.peers)
		return n, from, err
	}
	c.peers[from.String()] = true
	c.note("<-", from, b[:n])
	return n, from, nil
}

// WriteTo writes one datagram.
func (c *tracedConn) WriteTo(b []byte, to net.Addr) (int, error) {
	c.note("->", to, b)
	return c.UDPConn.WriteTo(b, to)
}

func (c *tracedConn) note(arrow string, peer net.Addr, message []byte) {
	text := fmt.Sprintf("%s %s %s %s\n%s", time.Now().Format("15:04:05.000"), c.LocalAddr(), arrow, peer,
		strings.ReplaceAll(strings.TrimSpace(string(message)), "\r", ""))
	if c.log != nil {
		c.log(text)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) == keptMessages {
		c.kept = c.kept[:copy(c.kept, c.kept[1:])]
	}
	c.kept = append(c.kept, text)
}

func (c *tracedConn) trace() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(c.kept, "\n\n")
}

//go:build integration

package integration

import (
	"io"
	"net"
	"net/url"
	"sync"
	"syscall"
	"testing"
	"time"
)

// outage is a time in which callflow cannot see what happens.
type outage struct {
	t             *testing.T
	c             *callflow
	begin, end    func()
	happens, over barrier
	began         time.Time // when it had begun
	finished      time.Time // when callflow saw again what happens
}

// scene is one call during an outage.
type scene struct {
	name string
	play func(s *story, o *witness)
}

// witness is the outage as a scene sees it.
type witness struct {
	*outage
	happened, isOver bool
}

// killed is a callflow that is killed with kill -9 and started again.
func killed(t *testing.T, c *callflow) *outage {
	return &outage{t: t, c: c,
		begin: func() {
			if err := c.signal(syscall.SIGKILL); err != nil {
				t.Error(err)
				return
			}
			<-c.exited
		},
		end: func() {
			if err := c.start(); err != nil {
				t.Error(err)
			}
		},
	}
}

// severed is a callflow whose connections to Asterisk break, and cannot be made again for a while.
func severed(t *testing.T, c *callflow, l *cable) *outage {
	from := 0
	return &outage{t: t, c: c,
		begin: func() { from = c.log.count(); l.cut() },
		end: func() {
			l.mend()
			if _, err := c.log.await(from, 3*patience, "that it is connected again", says(`"again":true`)); err != nil {
				t.Error(err)
			}
		},
	}
}

// play lets all scenes happen at once, around one outage.
func (o *outage) play(scenes []scene) {
	o.happens.init(len(scenes), func() { o.begin(); o.began = time.Now() })
	o.over.init(len(scenes), func() { o.end(); o.finished = time.Now() })
	var group sync.WaitGroup
	for _, sc := range scenes {
		group.Go(func() {
			o.t.Run(sc.name, func(t *testing.T) {
				w := &witness{outage: o}
				defer w.leave()
				sc.play(begin(t, o.c), w)
			})
		})
	}
	group.Wait()
}

// Happens returns when all scenes have come so far and the outage has begun.
func (w *witness) Happens() {
	w.happened = true
	w.happens.wait()
}

// IsOver returns when all scenes have done what they do meanwhile, and callflow sees again what happens.
func (w *witness) IsOver() {
	w.isOver = true
	w.over.wait()
}

// leave keeps a scene that failed from holding up the others.
func (w *witness) leave() {
	if !w.happened {
		w.happens.come()
	}
	if !w.isOver {
		w.over.come()
	}
}

// barrier is a point that many have to reach before any goes on; the last one does something first.
type barrier struct {
	mu     sync.Mutex
	missed int // how many have not come
	last   func()
	open   chan struct{}
}

func (b *barrier) init(n int, last func()) { b.missed, b.last, b.open = n, last, make(chan struct{}) }

func (b *barrier) come() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.missed--; b.missed == 0 {
		b.last()
		close(b.open)
	}
}

func (b *barrier) wait() {
	b.come()
	<-b.open
}

// cable is a TCP connection to Asterisk that can be cut: callflow connects to it instead.
type cable struct {
	listener net.Listener
	target   string
	group    sync.WaitGroup

	mu     sync.Mutex
	broken bool
	conns  map[net.Conn]bool
}

// cable lays one to Asterisk's ARI, and has callflow use it.
func (c *callflow) cable(t *testing.T) *cable {
	t.Helper()
	target, err := url.Parse(c.ari)
	if err != nil {
		t.Fatal(err)
	}
	l := &cable{target: target.Host, conns: map[net.Conn]bool{}}
	if l.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	c.ari = "http://" + l.listener.Addr().String()
	l.group.Go(l.serve)
	t.Cleanup(func() {
		l.listener.Close()
		l.cut()
		l.group.Wait()
	})
	return l
}

func (l *cable) serve() {
	for {
		near, err := l.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", l.target)
		l.mu.Lock()
		if err != nil || l.broken {
			l.mu.Unlock()
			near.Close()
			if far != nil {
				far.Close()
			}
			continue
		}
		l.conns[near], l.conns[far] = true, true
		l.mu.Unlock()
		l.group.Go(func() { l.carry(near, far) })
		l.group.Go(func() { l.carry(far, near) })
	}
}

// carry moves bytes one way until one of the two ends.
func (l *cable) carry(from, to net.Conn) {
	_, _ = io.Copy(to, from) // that it ends is all that matters
	from.Close()
	to.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, from)
	delete(l.conns, to)
}

// cut breaks all connections, and refuses new ones until mend.
func (l *cable) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken = true
	for c := range l.conns {
		c.Close()
	}
}

func (l *cable) mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken = false
}

package phone

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// closeTime is how long Close waits for the other side to agree.
const closeTime = 2 * time.Second

// ErrPhoneClosed is returned by what needs a phone that is closed.
var ErrPhoneClosed = errors.New("the phone is closed")

// Config says who a phone is. The zero value is a phone without a name that nobody knows, which can be called at its address.
type Config struct {
	User     string // SIP user, also for authentication
	Password string // for digest authentication (RFC 8760), when asked
	Server   string // host:port of Asterisk: the registrar, and where numbers are dialled
	// Listen is the IPv4 address and UDP port for SIP; port 0 means any. The default is 127.0.0.1:0. RTP uses the same address.
	Listen string
	Name   string // display name in calls made, may be empty
	// Quiet phones send no RTP while they have nothing to say. Otherwise they send silence, as real ones do.
	Quiet bool
	// Log gets each SIP message as it comes or goes, when set; it may be called from several goroutines. The last messages
	// are kept anyway, see Phone.Trace.
	Log func(message string)
}

// Phone is a telephone. Its methods may be called from several goroutines.
type Phone struct {
	config Config
	addr   netip.AddrPort
	server sip.Uri

	conn   *tracedConn
	agent  *sipgo.UserAgent
	client *sipgo.Client
	pacer  *pacer
	group  sync.WaitGroup
	// unsettled counts incoming calls that are not settled: undecided, or without an ACK.
	unsettled sync.WaitGroup
	closed    *latch
	// unserved is closed when nothing reads the SIP socket any more.
	unserved chan struct{}

	mu         sync.Mutex
	calls      map[string]*Call // by Call-ID and our tag
	ringing    []*Incoming      // not yet taken by Incoming
	arrived    chan struct{}    // closed and replaced when an INVITE comes
	registered *registration
	waiting    *Waiting      // nil before the first news of messages
	told       chan struct{} // closed and replaced with each
	texts      []Text        // not yet taken by Text
	texted     chan struct{} // closed and replaced with each
	refuses    int           // the SIP status that texts are refused with, 0 for none
}

// New opens a phone. The context is for the opening only; the phone lives until Close. Errors: an address that cannot be
// parsed or is in use.
func New(ctx context.Context, config Config) (*Phone, error) {
	if config.Listen == "" {
		config.Listen = "127.0.0.1:0"
	}
	p := &Phone{config: config, closed: newLatch(), unserved: make(chan struct{}), calls: map[string]*Call{}, arrived: make(chan struct{}), told: make(chan struct{}), texted: make(chan struct{})}
	p.pacer = newPacer(&p.group)
	if config.Server != "" {
		host, port, err := sip.ParseAddr(config.Server)
		if err != nil {
			return nil, fmt.Errorf("phone %s: server address %q: %w", config.User, config.Server, err)
		}
		p.server = sip.Uri{Scheme: "sip", Host: host, Port: port}
	}
	packets, err := new(net.ListenConfig).ListenPacket(ctx, "udp4", config.Listen)
	if err != nil {
		return nil, fmt.Errorf("phone %s: %w", config.User, err)
	}
	udp := packets.(*net.UDPConn)
	_ = udp.SetReadBuffer(1 << 20) // a smaller buffer only loses datagrams earlier
	p.conn = &tracedConn{UDPConn: udp, ready: newLatch(), log: config.Log, ended: p.openNoMore, peers: map[string]bool{}}
	p.addr = udp.LocalAddr().(*net.UDPAddr).AddrPort()
	p.addr = netip.AddrPortFrom(p.addr.Addr().Unmap(), p.addr.Port())
	if err := p.serve(ctx); err != nil {
		p.conn.Close()
		return nil, fmt.Errorf("phone %s: %w", config.User, err)
	}
	return p, nil
}

// largestMessage is what we let sipgo send in one datagram, in bytes: loopback carries it, and tests send absurd lengths.
const largestMessage = 16 << 10

// allowLargeMessages sets sipgo's limit, which is one for the whole process, before the first phone runs.
var allowLargeMessages = sync.OnceFunc(func() { sip.UDPMTUSize = largestMessage })

// serve starts to listen for SIP.
func (p *Phone) serve(ctx context.Context) error {
	allowLargeMessages()
	log := slog.New(slog.DiscardHandler) // the trace says more
	agent, err := sipgo.NewUA(
		sipgo.WithUserAgent("callflow-phone"),
		sipgo.WithUserAgentHostname(p.addr.Addr().String()),
		sipgo.WithUserAgentTransportLayerOptions(sip.WithTransportLayerLogger(log)),
		sipgo.WithUserAgentTransactionLayerOptions(sip.WithTransactionLayerLogger(log),
			sip.WithTransactionLayerUnhandledResponseHandler(func(*sip.Response) {})),
	)
	if err != nil {
		return err
	}
	p.agent = agent
	p.client, err = sipgo.NewClient(agent, sipgo.WithClientLogger(log),
		sipgo.WithClientAddr(p.addr.String()), sipgo.WithClientConnectionAddr(p.addr.String()))
	if err != nil {
		return err
	}
	server, err := sipgo.NewServer(agent, sipgo.WithServerLogger(log))
	if err != nil {
		return err
	}
	p.handleRequests(server)
	var failed error
	go func() {
		defer close(p.unserved)
		failed = server.ServeUDP(p.conn)
	}()
	select {
	case <-p.conn.ready.happened():
		return nil
	case <-p.unserved:
		return failed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Addr is the address at which the phone can be called: as "sip:anything@" + Addr().
func (p *Phone) Addr() string { return p.addr.String() }

// User is the phone's SIP user.
func (p *Phone) User() string { return p.config.User }

// Trace returns the last SIP messages in and out, oldest first, for a person who looks for why a test failed.
func (p *Phone) Trace() string { return p.conn.trace() }

// Close hangs up what is left, takes back the registration, and waits until nothing of the phone runs any more, at most
// about two seconds when nobody answers. It may be called twice.
func (p *Phone) Close() error {
	p.mu.Lock()
	if p.closed.isSet() {
		p.mu.Unlock()
		p.group.Wait()
		return nil
	}
	p.closed.set()
	calls, registered := make([]*Call, 0, len(p.calls)), p.registered
	for _, c := range p.calls {
		calls = append(calls, c)
	}
	p.mu.Unlock()

	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	var ending sync.WaitGroup
	for _, c := range calls {
		ending.Go(func() { _ = c.Hangup(ctx) }) // a peer that is gone cannot say goodbye
	}
	if registered != nil {
		ending.Go(func() { _ = p.Unregister(ctx) }) // nor can a registrar
	}
	ending.Wait()
	for _, c := range calls {
		c.over(Ending{ByUs: true, Err: ErrPhoneClosed})
	}
	settled := make(chan struct{})
	p.group.Go(func() {
		p.unsettled.Wait()
		close(settled)
	})
	select {
	case <-settled:
	case <-ctx.Done():
	}
	err := p.conn.Close()
	<-p.unserved
	p.agent.TransactionLayer().Close()
	p.group.Wait()
	if err != nil {
		return fmt.Errorf("close phone %s: %w", p.config.User, err)
	}
	return nil
}

// openNoMore leaves the closed socket with sipgo, for all whom it may still want to write to. sipgo handles a message on a
// goroutine that nobody can wait for, and where it finds no connection there, it opens one that nobody closes. For the same
// reason sipgo's transports, which hold nothing else, are not closed: that takes the socket out.
func (p *Phone) openNoMore(peers map[string]bool) {
	pool := p.agent.TransportLayer().Pool("udp")
	closed := &sip.UDPConnection{PacketConn: p.conn, PacketAddr: p.Addr(), Listener: true} // not the one that sipgo takes out
	pool.Add(p.Addr(), closed)
	for peer := range peers {
		pool.Add(peer, closed)
	}
}

// contact is the address that we give to others.
func (p *Phone) contact() *sip.ContactHeader {
	return &sip.ContactHeader{Address: sip.Uri{Scheme: "sip", User: escapeUser(p.config.User), Host: p.addr.Addr().String(), Port: int(p.addr.Port())}}
}

// enter counts the caller among what Close waits for, unless the phone is closed. Whoever entered calls group.Done.
func (p *Phone) enter() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed.isSet() {
		return false
	}
	p.group.Add(1)
	return true
}

// add makes a call known, so that requests for it find it.
func (p *Phone) add(c *Call) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed.isSet() {
		return ErrPhoneClosed
	}
	p.calls[c.dialog.key()] = c
	return nil
}

func (p *Phone) remove(c *Call) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.calls, c.dialog.key())
}

// find returns the call that a request within a dialog is for, nil if there is none.
func (p *Phone) find(req *sip.Request) *Call {
	callID, to := req.CallID(), req.To()
	if callID == nil || to == nil {
		return nil
	}
	tag, _ := to.Params.Get("tag")
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.calls[dialogKey(callID.Value(), tag)]
}

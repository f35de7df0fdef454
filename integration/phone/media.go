package phone

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/pion/rtp"
)

// frameTime is the time between two RTP packets.
const frameTime = 20 * time.Millisecond

// media is one call's RTP: a socket, what is being sent, and everything that was received.
type media struct {
	conn  *net.UDPConn
	local netip.AddrPort
	pacer *pacer
	quiet bool // send nothing while there is nothing to say

	mu        sync.Mutex
	remote    netip.AddrPort // invalid until the other side's SDP is known
	digitType uint8          // payload type of RFC 4733 events that we send
	recvType  uint8          // and that we receive
	onHold    bool           // the other side does not want to receive
	changed   chan struct{}  // closed and replaced when something was received and somebody waits
	waiting   bool
	closing   bool
	closed    bool
	received  chan struct{} // closed when nothing more is read
	done      chan struct{} // closed with the media

	out outgoing
	in  incoming
}

// incoming is what was received, in order of arrival.
type incoming struct {
	arrivals []arrival
	sound    []byte // µ-law, all packets' payloads joined
	keys     []byte // digits by RFC 4733 and by INFO
	ssrc     uint32
	lastSeq  uint16
	digitAt  uint32 // RTP timestamp of the last digit
	hasDigit bool
	stray    int // packets from elsewhere, or no RTP
}

// arrival is one received RTP packet.
type arrival struct {
	at  time.Time // when the kernel had it
	end int       // samples received up to and with this packet
}

// newMedia opens a socket on that address and starts to listen. The goroutine ends with close.
func newMedia(ip netip.Addr, p *pacer, quiet bool, group *sync.WaitGroup) (*media, error) {
	conn, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(netip.AddrPortFrom(ip, 0)))
	if err != nil {
		return nil, fmt.Errorf("open RTP socket: %w", err)
	}
	stampArrivals(conn)
	m := &media{
		conn: conn, pacer: p, quiet: quiet,
		local:     netip.AddrPortFrom(ip, uint16(conn.LocalAddr().(*net.UDPAddr).Port)),
		digitType: defaultDigitType, recvType: defaultDigitType,
		changed: make(chan struct{}), received: make(chan struct{}), done: make(chan struct{}),
	}
	m.out.header = rtp.Header{Version: 2, Marker: true, SSRC: rand.Uint32(), SequenceNumber: uint16(rand.Uint32()), Timestamp: rand.Uint32()}
	group.Go(m.receive)
	return m, nil
}

// connect says where to send from now on. Sending starts with the first call.
func (m *media) connect(d description) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closing {
		return
	}
	first := !m.remote.IsValid()
	m.remote = d.addr
	m.digitType = d.digitType
	m.onHold = d.direction == "sendonly" || d.direction == "inactive"
	if first {
		m.pacer.add(m)
	}
}

// close stops both directions; what was received stays. What came before and was not read yet, because the process was busy, is
// read first. It may be called twice.
func (m *media) close() {
	m.mu.Lock()
	if m.closing {
		m.mu.Unlock()
		<-m.done
		return
	}
	m.closing = true
	m.mu.Unlock()
	m.pacer.remove(m)
	if err := m.conn.SetReadDeadline(time.Unix(1, 0)); err != nil { // wakes receive
		m.conn.Close() // wakes it too
	}
	<-m.received
	m.mu.Lock()
	m.closed = true
	close(m.done)
	m.wake()
	m.mu.Unlock()
	m.conn.Close() // the only error is that it is closed
}

// receive reads until close.
func (m *media) receive() {
	defer close(m.received)
	buf, oob := make([]byte, 1500), make([]byte, 64)
	for {
		n, oobn, _, from, err := m.conn.ReadMsgUDPAddrPort(buf, oob)
		if err == nil {
			m.parse(buf[:n], from, arrivalTime(oob[:oobn]))
			continue
		}
		if m.isClosing() {
			unread(m.conn, buf, oob, m.parse)
			return
		}
		// An ICMP refusal of something sent; the next read blocks again.
	}
}

// parse takes one datagram.
func (m *media) parse(datagram []byte, from netip.AddrPort, at time.Time) {
	// RTCP comes to the next port, which may be another call's (RFC 5761, section 4, tells them apart).
	isRTCP := len(datagram) >= 2 && datagram[1] >= 192 && datagram[1] <= 223
	var packet rtp.Packet
	if isRTCP || packet.Unmarshal(datagram) != nil {
		return
	}
	m.take(&packet, from, at)
}

func (m *media) isClosing() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.closing
}

// take stores one packet.
func (m *media) take(p *rtp.Packet, from netip.AddrPort, at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	in := &m.in
	if m.closed || m.remote.IsValid() && from.Port() != m.remote.Port() {
		in.stray++
		return
	}
	if len(in.arrivals) > 0 && p.SSRC == in.ssrc && p.SequenceNumber == in.lastSeq {
		return // the network's copy
	}
	in.ssrc, in.lastSeq = p.SSRC, p.SequenceNumber
	switch p.PayloadType {
	case 0:
		in.sound = append(in.sound, p.Payload...)
	case m.recvType:
		key, _, ok := decodeDigit(p.Payload)
		// All packets of one event carry the time stamp of its start (RFC 4733, section 2.5.1.2).
		if ok && (!in.hasDigit || in.digitAt != p.Timestamp) {
			in.keys, in.hasDigit, in.digitAt = append(in.keys, key), true, p.Timestamp
		}
	}
	in.arrivals = append(in.arrivals, arrival{at: at, end: len(in.sound)})
	m.wake()
}

// takeKey stores a digit that came by INFO.
func (m *media) takeKey(key byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.in.keys = append(m.in.keys, key)
	m.wake()
}

// wake tells those who wait that something came. The lock is held.
func (m *media) wake() {
	if m.waiting {
		m.waiting = false
		close(m.changed)
		m.changed = make(chan struct{})
	}
}

// news returns a channel that is closed at the next packet, digit or close. The lock is held.
func (m *media) news() <-chan struct{} {
	m.waiting = true
	return m.changed
}

package phone

import (
	"net"
	"net/netip"
	"sync"
	"testing"

	"github.com/pion/rtp"
)

// What the other side sent before it hung up is heard, however busy this process was meanwhile.
func TestNothingThatCameIsLostAtTheEnd(t *testing.T) {
	const packets = 50
	for range 20 {
		var group sync.WaitGroup
		p := newPacer(&group)
		m := both[*media](t)(newMedia(netip.MustParseAddr("127.0.0.1"), p, true, &group))
		far := both[*net.UDPConn](t)(net.DialUDP("udp4", nil, net.UDPAddrFromAddrPort(m.local)))
		for i := range packets {
			packet := rtp.Packet{Header: rtp.Header{Version: 2, SequenceNumber: uint16(i)}, Payload: make([]byte, 160)}
			both[int](t)(far.Write(both[[]byte](t)(packet.Marshal())))
		}
		m.close()
		m.close()
		group.Wait()
		if n := len(m.in.arrivals); n != packets {
			t.Fatalf("%d of %d packets were heard", n, packets)
		}
		far.Close()
	}
}

// A call that is answered while it ends sends nothing for ever.
func TestNothingIsSentAfterTheEnd(t *testing.T) {
	for range 200 {
		var group sync.WaitGroup
		p := newPacer(&group)
		m := both[*media](t)(newMedia(netip.MustParseAddr("127.0.0.1"), p, true, &group))
		var both sync.WaitGroup
		both.Go(m.close)
		both.Go(func() { m.connect(description{addr: m.local}) })
		both.Wait()
		group.Wait()
	}
}

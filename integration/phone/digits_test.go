package phone

import (
	"errors"
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pion/rtp"
)

// A digit goes out as RFC 4733 wants it: one time stamp, a marker on the first packet, growing durations, the end three times.
func TestDigitPackets(t *testing.T) {
	listener, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(t, err)
	defer listener.Close()
	var group sync.WaitGroup
	m, err := newMedia(netip.MustParseAddr("127.0.0.1"), newPacer(&group), true, &group)
	must(t, err)
	defer group.Wait()
	defer m.close()
	m.remote, m.digitType = listener.LocalAddr().(*net.UDPAddr).AddrPort(), 96
	presses, err := m.pressKeys("9", newPressSettings([]PressOption{Hold(60 * time.Millisecond), Pause(20 * time.Millisecond)}))
	must(t, err)
	start := m.out.header
	buf := make([]byte, 0, 200)
	for range 4 {
		m.frame(buf)
	}
	<-presses[0].done

	type sent struct {
		Marker, End bool
		Seq         uint16
		Duration    int
	}
	var got []sent
	in := make([]byte, 1500)
	for range 5 {
		n, err := listener.Read(in)
		must(t, err)
		var p rtp.Packet
		must(t, p.Unmarshal(in[:n]))
		key, end, ok := decodeDigit(p.Payload)
		if key != '9' || !ok || p.PayloadType != 96 || p.Timestamp != start.Timestamp || p.SSRC != start.SSRC {
			t.Errorf("packet %v, key %c", &p, key)
		}
		got = append(got, sent{p.Marker, end, p.SequenceNumber - start.SequenceNumber, int(p.Payload[2])<<8 | int(p.Payload[3])})
	}
	want := []sent{{true, false, 0, 160}, {false, false, 1, 320}, {false, true, 2, 480}, {false, true, 3, 480}, {false, true, 4, 480}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if advanced := m.out.header.Timestamp - start.Timestamp; advanced != 4*frameSamples {
		t.Errorf("the time stamp went on by %d", advanced)
	}
}

func TestWrongKey(t *testing.T) {
	hers, _ := talk(t)
	ctx := within(t, time.Second)
	if err := hers.Press(ctx, "1x"); !errors.Is(err, ErrDigit) {
		t.Errorf("pressing x: %v", err)
	}
	if err := hers.PressInfo(ctx, "x"); !errors.Is(err, ErrDigit) {
		t.Errorf("pressing x by INFO: %v", err)
	}
}

func TestInfoBodies(t *testing.T) {
	for _, story := range []struct {
		contentType, body string
		key               byte
		ok                bool
	}{
		{"application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", '5', true},
		{"application/dtmf-relay", "signal= # \nDuration=160", '#', true},
		{"Application/DTMF", "b\r\n", 'B', true},
		{"application/dtmf-relay", "Duration=160", 0, false},
		{"application/dtmf-relay", "Signal=12", 0, false},
		{"text/plain", "5", 0, false},
		{"application/dtmf", "", 0, false},
	} {
		if key, ok := infoDigits(story.contentType, []byte(story.body)); key != story.key || ok != story.ok {
			t.Errorf("%s %q is %c, %v", story.contentType, story.body, key, ok)
		}
	}
}

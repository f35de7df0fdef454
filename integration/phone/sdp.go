package phone

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"
)

// ErrNoCommonSound is returned when the other side offers no G.711 µ-law audio.
var ErrNoCommonSound = errors.New("the other side offers no G.711 µ-law audio")

// defaultDigitType is the RTP payload type that we offer for RFC 4733 digits.
const defaultDigitType = 101

// description is what this package needs of an SDP body (RFC 8866).
type description struct {
	addr      netip.AddrPort // where to send RTP
	digitType uint8          // payload type of telephone-event, 0 if there is none
	direction string         // sendrecv, sendonly, recvonly or inactive, as the sender of the body sees it
}

// parseDescription reads the first audio stream of an SDP body.
func parseDescription(body []byte) (description, error) {
	var session sdp.SessionDescription
	if err := session.Unmarshal(body); err != nil {
		return description{}, fmt.Errorf("parse SDP: %w", err)
	}
	for _, m := range session.MediaDescriptions {
		if m.MediaName.Media != "audio" || m.MediaName.Port.Value == 0 {
			continue
		}
		conn := m.ConnectionInformation
		if conn == nil {
			conn = session.ConnectionInformation
		}
		if conn == nil || conn.Address == nil {
			return description{}, errors.New("parse SDP: no c= line")
		}
		ip, err := netip.ParseAddr(conn.Address.Address)
		if err != nil {
			return description{}, fmt.Errorf("parse SDP: %w", err)
		}
		d := description{addr: netip.AddrPortFrom(ip, uint16(m.MediaName.Port.Value)), direction: "sendrecv"}
		ulaw := false
		for _, f := range m.MediaName.Formats {
			ulaw = ulaw || f == "0"
		}
		if !ulaw {
			return description{}, ErrNoCommonSound
		}
		for _, a := range append(session.Attributes, m.Attributes...) {
			switch a.Key {
			case "sendrecv", "sendonly", "recvonly", "inactive":
				d.direction = a.Key
			case "rtpmap":
				number, name, _ := strings.Cut(a.Value, " ")
				if strings.EqualFold(name, "telephone-event/8000") {
					if n, err := strconv.ParseUint(number, 10, 7); err == nil {
						d.digitType = uint8(n)
					}
				}
			}
		}
		return d, nil
	}
	return description{}, ErrNoCommonSound
}

// answerDirection is what to answer to an offer of that direction (RFC 3264, section 6.1).
func answerDirection(offered string) string {
	switch offered {
	case "sendonly":
		return "recvonly"
	case "recvonly":
		return "sendonly"
	case "inactive":
		return "inactive"
	}
	return "sendrecv"
}

// writeDescription makes an SDP body that offers or answers G.711 µ-law and RFC 4733 digits 0-15 at 20 ms a packet.
// The version counts up with each body of one call (RFC 3264, section 8).
func writeDescription(at netip.AddrPort, digitType uint8, direction string, version uint64) []byte {
	digits := strconv.Itoa(int(digitType))
	body, err := (&sdp.SessionDescription{
		Origin: sdp.Origin{Username: "-", SessionID: uint64(at.Port()) + 1, SessionVersion: version,
			NetworkType: "IN", AddressType: "IP4", UnicastAddress: at.Addr().String()},
		SessionName: "phone",
		ConnectionInformation: &sdp.ConnectionInformation{NetworkType: "IN", AddressType: "IP4",
			Address: &sdp.Address{Address: at.Addr().String()}},
		TimeDescriptions: []sdp.TimeDescription{{}},
		MediaDescriptions: []*sdp.MediaDescription{{
			MediaName: sdp.MediaName{Media: "audio", Port: sdp.RangedPort{Value: int(at.Port())},
				Protos: []string{"RTP", "AVP"}, Formats: []string{"0", digits}},
			Attributes: []sdp.Attribute{
				sdp.NewAttribute("rtpmap", "0 PCMU/8000"),
				sdp.NewAttribute("rtpmap", digits+" telephone-event/8000"),
				sdp.NewAttribute("fmtp", digits+" 0-15"),
				sdp.NewAttribute("ptime", "20"),
				sdp.NewPropertyAttribute(direction),
			},
		}},
	}).Marshal()
	if err != nil {
		panic(err) // only a malformed URL can fail, and there is none
	}
	return body
}

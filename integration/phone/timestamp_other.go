//go:build !linux

package phone

import (
	"net"
	"net/netip"
	"time"
)

// stampArrivals does nothing where the kernel's stamps are not known to us.
func stampArrivals(*net.UDPConn) {}

// arrivalTime is when the process read the datagram.
func arrivalTime([]byte) time.Time { return time.Now() }

// unread does nothing where datagrams cannot be read without waiting.
func unread(*net.UDPConn, []byte, []byte, func([]byte, netip.AddrPort, time.Time)) {}

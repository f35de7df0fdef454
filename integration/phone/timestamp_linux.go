package phone

import (
	"encoding/binary"
	"net"
	"net/netip"
	"syscall"
	"time"
)

// stampArrivals asks the kernel for the time at which each datagram arrived, so that gaps are those of the network and not
// those of a busy test process. It is a refinement: without it arrivalTime tells when the process read the datagram.
func stampArrivals(conn *net.UDPConn) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return // arrivalTime has its own clock
	}
	_ = raw.Control(func(fd uintptr) {
		// An error leaves the stamps out, and arrivalTime has its own clock.
		_ = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_TIMESTAMPNS, 1)
	})
}

// arrivalTime reads the stamp from a datagram's control message: a header of 16 bytes (length, level, type) and a
// struct timespec, both in the machine's byte order (cmsg(3), on 64-bit Linux).
func arrivalTime(oob []byte) time.Time {
	const header, timespec = 16, 16
	if len(oob) < header+timespec ||
		binary.NativeEndian.Uint32(oob[8:]) != syscall.SOL_SOCKET || binary.NativeEndian.Uint32(oob[12:]) != syscall.SO_TIMESTAMPNS {
		return time.Now()
	}
	return time.Unix(int64(binary.NativeEndian.Uint64(oob[16:])), int64(binary.NativeEndian.Uint64(oob[24:])))
}

// unread hands over the datagrams that the kernel still has, without waiting for more.
func unread(conn *net.UDPConn, buf, oob []byte, take func(datagram []byte, from netip.AddrPort, at time.Time)) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return // it is closed
	}
	_ = raw.Control(func(fd uintptr) {
		for {
			n, oobn, _, from, err := syscall.Recvmsg(int(fd), buf, oob, syscall.MSG_DONTWAIT)
			if err == syscall.EINTR || err == syscall.ECONNREFUSED {
				continue
			}
			addr, isIPv4 := from.(*syscall.SockaddrInet4)
			if err != nil || !isIPv4 {
				return
			}
			take(buf[:n], netip.AddrPortFrom(netip.AddrFrom4(addr.Addr), uint16(addr.Port)), arrivalTime(oob[:oobn]))
		}
	})
}

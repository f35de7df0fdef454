package phone

import (
	"encoding/binary"
	"net"
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

package signin

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// visit is what is known of a request beside its content.
type visit struct {
	address netip.Addr
	agent   string
	device  string      // the cookie that says that somebody signed in here before
	out     http.Header // of the answer
	bearer  string      // the hash of a program's token
}

type visitKey struct{}

func withVisit(ctx context.Context, v *visit) context.Context {
	return context.WithValue(ctx, visitKey{}, v)
}

func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{out: http.Header{}}
}

// address is whence a request comes: the peer, or whom the last proxy that is
// not trusted names.
func (d *Door) address(r *http.Request) netip.Addr {
	at := peer(r.RemoteAddr)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !d.trusted(at) {
			break
		}
		next, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		at = next.Unmap().WithZone("")
	}
	return at
}

func (d *Door) trusted(a netip.Addr) bool {
	return slices.ContainsFunc(d.proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

func peer(remote string) netip.Addr {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap().WithZone("")
}

// network is what counts as one place for limits: an address, or the 64 bits of
// IPv6 that one household has.
func network(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

package notify

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// ErrPrivate says that an address is not one of the public internet.
var ErrPrivate = errors.New("it leads into a private network; an operator can allow that with --webhook-allow")

// special are the networks that are not the public internet, beside those that
// netip knows (IANA special-purpose address registries).
func special() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
		netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("192.88.99.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
		netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
		netip.MustParsePrefix("::/96"), netip.MustParsePrefix("::ffff:0:0:0/96"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"),
		netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"),
		netip.MustParsePrefix("3fff::/20"), netip.MustParsePrefix("5f00::/16"), netip.MustParsePrefix("fec0::/10"),
	}
}

// public says whether an address belongs to the public internet.
func public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.IsMulticast() || a.IsUnspecified() {
		return false
	}
	return !slices.ContainsFunc(special(), func(p netip.Prefix) bool { return p.Contains(a) })
}

// guardedClient connects to public addresses only, and to networks that are
// allowed. It looks at the address that is really dialled: what a name leads to
// now, and after each redirect.
func guardedClient(allowed []netip.Prefix, redirects int) *http.Client {
	guard := func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("the address %s: %w", address, err)
		}
		ip := at.Addr().Unmap().WithZone("")
		if public(ip) || slices.ContainsFunc(allowed, func(p netip.Prefix) bool { return p.Contains(ip) }) {
			return nil
		}
		return fmt.Errorf("%s is refused: %w", ip, ErrPrivate)
	}
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: guard}
	return &http.Client{
		Transport: &http.Transport{
			// No proxy: the guard would look at the proxy's address.
			Proxy: nil, DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
			MaxIdleConns: 32, MaxIdleConnsPerHost: 4, IdleConnTimeout: 30 * time.Second,
			TLSHandshakeTimeout: 10 * time.Second, MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if redirects == 0 {
				return http.ErrUseLastResponse
			}
			if len(via) > redirects {
				return fmt.Errorf("it redirects more than %d times", redirects)
			}
			if asked := via[0].URL; r.URL.Host != asked.Host || r.URL.Scheme != asked.Scheme {
				bare(r.Header)
			}
			return nil
		},
	}
}

// bare takes from a request what was for the one who was asked first: headers of
// the flow, which may have a key, the signature, and the address that it was.
func bare(h http.Header) {
	for name := range h {
		if name != "User-Agent" && name != "Content-Type" {
			h.Del(name)
		}
	}
}

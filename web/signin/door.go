// Package signin shows who comes: passwords with a second factor and sessions
// for people, tokens for programs, links by which people set a password. What
// they may do then, package access says.
//
// [Door.Handler] stands around the API. It refuses requests that other sites
// make a browser send, and puts who asks into the request's context.
package signin

import (
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"runtime"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/rs/zerolog"

	"callflow/store"
	"callflow/web/keyfile"
	"callflow/wording"
)

// Options are what a Door is made of.
type Options struct {
	Store *store.Store
	// KeyFile has the key that seals second factors. It is made if it is not there.
	KeyFile string
	// Public is where browsers reach callflow, such as https://pbx.example.org.
	Public string
	// Idle ends a session in which nothing has been asked for that long, Life one
	// that is that old.
	Idle, Life time.Duration
	// Proxies are whose X-Forwarded-For is believed.
	Proxies []netip.Prefix
	Now     func() time.Time
	Log     zerolog.Logger
}

// Door knows how people and programs come in.
type Door struct {
	store    *store.Store
	sessions *scs.SessionManager
	cross    *http.CrossOriginProtection
	limits   *limits
	seal     cipher.AEAD
	key      []byte
	public   string
	secure   bool
	proxies  []netip.Prefix
	now      func() time.Time
	log      zerolog.Logger
	// hashing bounds how many passwords are compared at a time: the machine has
	// calls to care for.
	hashing chan struct{}
}

// New makes a Door.
func New(o Options) (*Door, error) {
	key, err := keyfile.Load(o.KeyFile, "people with a second factor need new links then")
	if err != nil {
		return nil, fmt.Errorf("the key for second factors: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("the key for second factors: %w", err)
	}
	seal, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("the key for second factors: %w", err)
	}
	d := &Door{
		store: o.Store, limits: newLimits(), seal: seal, key: key, public: strings.TrimRight(o.Public, "/"),
		secure: strings.HasPrefix(o.Public, "https://"), proxies: o.Proxies, now: o.Now, log: o.Log,
		hashing: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)),
	}
	d.sessions = d.newSessions(o.Idle, o.Life)
	d.cross = http.NewCrossOriginProtection()
	// Behind a proxy that does not pass the host on, the browser's own address counts.
	if u, err := url.Parse(d.public); err == nil && u.Host != "" {
		if err := d.cross.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			return nil, fmt.Errorf("the address %q is not one that a browser reaches: %w", o.Public, err)
		}
	}
	d.cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse(w, r, http.StatusForbidden, "cross_site", wording.Of("Another site sent this request; it is refused."))
	}))
	return d, nil
}

// cookieName is the name that a browser holds to: with __Host- it takes the
// cookie over TLS only, for this host only, from this host only.
func (d *Door) cookieName(name string) string {
	if d.secure {
		return "__Host-" + name
	}
	return name
}

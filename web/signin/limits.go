package signin

import (
	"hash/maphash"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How often somebody may be wrong: a few times at once, then now and then.
const (
	addressBurst, addressEvery = 20, 6 * time.Second
	nameBurst, nameEvery       = 10, time.Minute
	deviceBurst, deviceEvery   = 10, time.Minute
)

// limits bound wrong passwords by where they come from and by whose name is
// tried. A name that somebody tries from everywhere is closed to strangers for
// as long as that goes on, and a minute more; browsers in which the person has
// signed in before are counted for themselves, so that nobody is locked out of
// those.
//
// The counters are a table of fixed size with a secret hash: whoever makes up
// names and addresses fills no memory. Two that share a place share a limit.
type limits struct {
	mu       sync.Mutex
	seed     maphash.Seed
	counters [1 << 14]*rate.Limiter
}

func newLimits() *limits { return &limits{seed: maphash.MakeSeed()} }

// limit is one thing that is counted.
type limit struct {
	key   string
	burst int
	every time.Duration
}

// take counts an attempt against all of the limits, or says how long to wait.
// Back takes it back, when it was not wrong.
func (l *limits) take(now time.Time, all ...limit) (back func(), wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var taken []*rate.Reservation
	back = func() {
		for _, r := range taken {
			r.CancelAt(now)
		}
	}
	for _, one := range all {
		place := &l.counters[maphash.String(l.seed, one.key)%uint64(len(l.counters))]
		if *place == nil {
			*place = rate.NewLimiter(rate.Every(one.every), one.burst)
		}
		r := (*place).ReserveN(now, 1)
		if wait := r.DelayFrom(now); wait > 0 {
			r.CancelAt(now)
			back()
			return nil, wait
		}
		taken = append(taken, r)
	}
	return back, 0
}

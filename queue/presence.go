package queue

import (
	"strings"

	"callflow/flowengine"
)

// presence counts who is rung and who is in a call, by user and by endpoint.
type presence map[presenceKey]*[2]int

type presenceKey struct{ company, who string }

func (p presence) add(key presenceKey, kind flowengine.PresenceKind, n int) {
	if key.who == "" {
		return
	}
	count := p[key]
	if count == nil {
		count = new([2]int)
		p[key] = count
	}
	count[kind] += n
	if *count == [2]int{} {
		delete(p, key)
	}
}

// has says whether somebody talks, or with least Rings is rung or talks.
// Endpoints are Asterisk's and so have no company.
func (p presence) has(company, who string, least flowengine.PresenceKind) bool {
	count := p[presenceKey{company, who}]
	return count != nil && (count[flowengine.Talks] > 0 || least == flowengine.Rings && count[flowengine.Rings] > 0)
}

// Begin implements [flowengine.Presence].
func (c *Company) Begin(kind flowengine.PresenceKind, target, endpoint string) (end func()) {
	h := c.hall
	keys := []presenceKey{{c.name, target}, {"", endpoint}}
	change := func(n int) {
		h.mu.Lock()
		defer h.mu.Unlock()
		for _, key := range keys {
			h.busy.add(key, kind, n)
		}
		user := strings.TrimPrefix(target, "user:")
		for _, r := range h.rooms { // most who call and are called serve no queue
			if r.company == c.name && r.agents[user] != nil || r.endpoints[endpoint] {
				r.settle(h.o.Now())
			}
		}
	}
	change(1)
	return func() { change(-1) }
}

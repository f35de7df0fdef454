package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"callflow/flowengine"
	"callflow/flowengine/numbering"
)

// Outside counts the legs that go outside, and asks the caps of their company.
// It knows them from memory; one goroutine writes them to the database, from
// which the next start reads them.
type Outside struct {
	store *Store
	clock flowengine.Clock

	mu     sync.Mutex
	known  map[string]bool // companies whose legs have been read
	legs   map[legKey]*outsideLeg
	unsent map[legKey]bool // legs that have changed since they were written
	wake   chan struct{}
	stop   chan struct{}
	done   chan struct{}
	began  bool
}

type legKey struct {
	call string
	leg  flowengine.Party
}

// outsideLeg is one leg that goes or went outside, or a text that went there.
type outsideLeg struct {
	company, user, number   string
	started, talking, ended time.Time
	text                    bool
}

// NewOutside returns a count that Start begins to write down.
func NewOutside(s *Store, clock flowengine.Clock) *Outside {
	return &Outside{
		store: s, clock: clock,
		known: map[string]bool{}, legs: map[legKey]*outsideLeg{}, unsent: map[legKey]bool{},
		wake: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{}),
	}
}

// Start reads what earlier processes counted, so that no call waits for that,
// and begins to write. What could not be read is read when it is first asked for.
func (o *Outside) Start(ctx context.Context) {
	companies, err := o.store.Companies(ctx)
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, c := range companies {
		err = errors.Join(err, o.read(ctx, c.Name))
	}
	if err != nil {
		o.store.log.Error().Err(err).Msg("what was called outside before could not be read")
	}
	if o.began {
		return
	}
	o.began = true
	go o.write()
}

// Stop writes what is not written and ends. It may be called twice, and without Start.
func (o *Outside) Stop() {
	o.mu.Lock()
	began := o.began
	select {
	case <-o.stop:
	default:
		close(o.stop)
	}
	o.mu.Unlock()
	if began {
		<-o.done
	}
}

// Of are the caps of one company.
func (o *Outside) Of(company string) *CompanyCaps { return &CompanyCaps{o, companyName(company)} }

// CompanyCaps implements [flowengine.Caps] for one company.
type CompanyCaps struct {
	o       *Outside
	company string
}

var _ flowengine.Caps = (*CompanyCaps)(nil)

// capRules is what the caps of a company say.
type capRules struct {
	company Company
	zone    *time.Location
	own     Cap
	users   map[string]Cap // by lower case name
}

func (o *Outside) rules(ctx context.Context, company string) (*capRules, error) {
	s := o.store
	return recall(s.watch.current(), cacheKey{"caps", company, ""}, func() (*capRules, error) {
		c, err := s.Company(ctx, company)
		if err != nil {
			return nil, err
		}
		all, err := capsOf(ctx, s.reader, c)
		if err != nil {
			return nil, err
		}
		zone, err := time.LoadLocation(c.Timezone)
		if err != nil {
			return nil, fmt.Errorf("the time zone of the company %q: %w", c.Name, err)
		}
		r := &capRules{company: c, zone: zone, own: all[0], users: map[string]Cap{}}
		for _, v := range all[1:] {
			r.users[strings.ToLower(v.User)] = v
		}
		return r, nil
	})
}

// outsideNumber is the number that an endpoint leads to by the company's way
// out, false for a phone inside.
func (r *capRules) outsideNumber(endpoint string) (string, bool) {
	before, after, found := strings.Cut(r.company.Outbound, "{number}")
	if !found || len(endpoint) <= len(before)+len(after) || !strings.HasPrefix(endpoint, before) || !strings.HasSuffix(endpoint, after) {
		return "", false
	}
	return endpoint[len(before) : len(endpoint)-len(after)], true
}

// user is the user whose phone a leg rings, with her caps.
func (r *capRules) user(target string) (name string, own Cap) {
	kind, user, _ := strings.Cut(target, ":")
	if kind != "user" {
		return "", NoCap("")
	}
	user = strings.ToLower(user)
	if v, ok := r.users[user]; ok {
		return "user:" + user, v
	}
	return "user:" + user, NoCap(user)
}

// Claim implements [flowengine.Caps]. When the caps cannot be read the leg is
// refused: it is about money.
func (c *CompanyCaps) Claim(ctx context.Context, leg flowengine.CapLeg, again bool) flowengine.CapVerdict {
	o := c.o
	ctx = context.WithoutCancel(ctx) // that the caller leaves meanwhile is no reason not to know
	rules, err := o.rules(ctx, c.company)
	if err != nil {
		o.store.log.Error().Err(err).Str("call", leg.Call).Msg("caps cannot be read, so no number outside is rung")
		return flowengine.CapVerdict{Refused: "the caps on calls outside could not be read", Rule: "unreadable"}
	}
	number, outside := rules.outsideNumber(leg.Endpoint)
	if !outside {
		return flowengine.CapVerdict{}
	}
	user, own := rules.user(leg.Target)
	verdict := flowengine.CapVerdict{Number: number}
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.read(ctx, c.company); err != nil && !again {
		o.store.log.Error().Err(err).Str("call", leg.Call).Msg("calls outside cannot be counted, so no number outside is rung")
		return flowengine.CapVerdict{Refused: "calls outside could not be counted", Rule: "unreadable"}
	}
	key := legKey{leg.Call, leg.ID}
	if l := o.legs[key]; l != nil {
		if again {
			l.ended = time.Time{}
		}
		return verdict
	}
	if !again {
		if verdict.Rule, verdict.Refused = o.prefix(ctx, rules, own, number); verdict.Refused == "" {
			verdict.Rule, verdict.Refused = o.counts(rules, user, own)
		}
		if verdict.Refused != "" {
			return verdict
		}
	}
	o.legs[key] = &outsideLeg{company: c.company, user: user, number: number, started: o.clock.Now()}
	o.changed(key)
	return verdict
}

// Refuses says why a number outside may not be rung at all, "" when it may, for
// the check of a flow.
func (o *Outside) Refuses(ctx context.Context, company, number string) (string, error) {
	rules, err := o.rules(ctx, companyName(company))
	if err != nil {
		return "", err
	}
	_, refused := o.prefix(ctx, rules, NoCap(""), number)
	return refused, nil
}

var _ flowengine.OutsideCatalog = (*Catalog)(nil)

// Refuses implements [flowengine.OutsideCatalog].
func (c *Catalog) Refuses(ctx context.Context, number string) (string, error) {
	return NewOutside(c.store, nil).Refuses(ctx, c.company, number)
}

// prefix asks the rules about the number itself.
func (o *Outside) prefix(ctx context.Context, rules *capRules, user Cap, number string) (rule, refused string) {
	reads := numbering.Of(o.store.Directory(rules.company.Name).NumberCountry)
	full, err := reads.Read(ctx, number)
	name := NormalNumber(number)
	if err == nil {
		name = full.E164
	}
	allowed := longest(name, rules.own.Allowed, user.Allowed)
	forbidden := longest(name, rules.own.Forbidden, user.Forbidden)
	country, countryErr := reads.Country(ctx)
	switch {
	case forbidden != "" && len(forbidden) >= len(allowed):
		return flowengine.CapForbidden, fmt.Sprintf("numbers that begin with %s are forbidden", forbidden)
	case allowed != "":
		return "", ""
	case errors.Is(err, flowengine.ErrNoNumber) && !strings.HasPrefix(name, "+") && !strings.HasPrefix(name, "00"):
		return "", "" // a short number, which has no country
	case err != nil || countryErr != nil:
		return flowengine.CapAbroad, fmt.Sprintf("%s is no number of a known country; allow it with `callflow caps set --allow`", name)
	case full.Premium:
		return flowengine.CapPremium, fmt.Sprintf("%s costs extra; allow it with `callflow caps set --allow`", name)
	case full.Country != country || country == "":
		return flowengine.CapAbroad, fmt.Sprintf("%s is abroad; allow it with `callflow caps set --allow`", name)
	}
	return "", ""
}

// longest is the longest of the prefixes with which a number begins.
func longest(number string, lists ...[]string) (found string) {
	for _, p := range slices.Concat(lists...) {
		if strings.HasPrefix(number, p) && len(p) > len(found) {
			found = p
		}
	}
	return found
}

// Talks implements [flowengine.Caps].
func (c *CompanyCaps) Talks(call string, leg flowengine.Party, since time.Time) {
	c.o.mu.Lock()
	defer c.o.mu.Unlock()
	key := legKey{call, leg}
	if l := c.o.legs[key]; l != nil && l.talking.IsZero() {
		l.talking = since
		c.o.changed(key)
	}
}

// Left implements [flowengine.Caps]. What is left is shared by all who talk.
func (c *CompanyCaps) Left(call string, leg flowengine.Party) (left time.Duration, ok bool) {
	rules, err := c.o.rules(context.Background(), c.company)
	if err != nil {
		return 0, false // a conversation is not cut off because the disk has trouble
	}
	c.o.mu.Lock()
	defer c.o.mu.Unlock()
	l := c.o.legs[legKey{call, leg}]
	if l == nil {
		return 0, false
	}
	_, own := rules.user(l.user)
	for _, who := range []struct {
		user string
		Cap
	}{{"", rules.own}, {l.user, own}} {
		if who.MinutesDay < 0 {
			continue
		}
		u, talkers := c.o.usage(rules, c.company, who.user)
		share := (time.Duration(who.MinutesDay)*time.Minute - u.Talked) / time.Duration(max(talkers, 1))
		if !ok || share < left {
			left, ok = max(share, 0), true
		}
	}
	return left, ok
}

// Settle implements [flowengine.Caps].
func (c *CompanyCaps) Settle(call string, leg flowengine.Party) {
	c.o.mu.Lock()
	defer c.o.mu.Unlock()
	for key, l := range c.o.legs {
		if key.call == call && (leg == "" || key.leg == leg) && l.ended.IsZero() {
			l.ended = c.o.clock.Now()
			c.o.changed(key)
		}
	}
}

// longestDay is how long legs are kept in memory: a day with the hour that DST
// adds, and the hour before.
const longestDay = 26 * time.Hour

// retry is how long a failed write waits.
const retry = time.Second

// Alert is who gets a mail when a cap refuses a call, "" for nobody.
func (c *CompanyCaps) Alert(ctx context.Context) string {
	rules, err := c.o.rules(ctx, c.company)
	if err != nil {
		return ""
	}
	return rules.own.Alert
}

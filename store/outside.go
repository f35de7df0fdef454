package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
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

// Usage is how much of the caps is used.
type Usage struct {
	// CallsHour are the phones rung within the last hour, Concurrent those now.
	CallsHour  int `json:"calls_hour"`
	Concurrent int `json:"concurrent"`
	// TextsHour are the texts sent within the last hour.
	TextsHour int `json:"texts_hour"`
	// Talked is how long conversations lasted today.
	Talked time.Duration `json:"talked"`
}

// usage counts; user "" counts the whole company.
func (o *Outside) usage(rules *capRules, company, user string) (u Usage, talkers int) {
	now := o.clock.Now()
	midnight := startOfDay(now, rules.zone)
	for _, l := range o.legs {
		if l.company != company || user != "" && l.user != user {
			continue
		}
		lately := l.started.After(now.Add(-time.Hour))
		switch {
		case l.text && lately:
			u.TextsHour++
		case lately:
			u.CallsHour++
		}
		if l.ended.IsZero() {
			u.Concurrent++
		}
		if l.talking.IsZero() {
			continue
		}
		from, to := l.talking, l.ended
		if to.IsZero() {
			to = now
			talkers++
		}
		if from.Before(midnight) {
			from = midnight
		}
		u.Talked += max(to.Sub(from), 0)
	}
	return u, talkers
}

func startOfDay(now time.Time, zone *time.Location) time.Time {
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// counts asks the caps about how much there was already.
func (o *Outside) counts(rules *capRules, user string, own Cap) (rule, refused string) {
	for _, who := range []struct {
		name, user string
		Cap
	}{{"the company", "", rules.own}, {user, user, own}} {
		if who.Cap.CallsHour < 0 && who.Cap.Concurrent < 0 && who.Cap.MinutesDay < 0 {
			continue
		}
		u, _ := o.usage(rules, rules.company.Name, who.user)
		switch {
		case who.CallsHour >= 0 && u.CallsHour >= who.CallsHour:
			return flowengine.CapCallsHour, fmt.Sprintf("%s has rung %d numbers outside within the hour, as many as it may", who.name, u.CallsHour)
		case who.Concurrent >= 0 && u.Concurrent >= who.Concurrent:
			return flowengine.CapConcurrent, fmt.Sprintf("%s has %d calls outside at a time, as many as it may", who.name, u.Concurrent)
		case who.MinutesDay >= 0 && u.Talked >= time.Duration(who.MinutesDay)*time.Minute:
			return flowengine.CapMinutesDay, fmt.Sprintf("%s has used up the %d minutes a day for calls outside", who.name, who.MinutesDay)
		}
	}
	return "", ""
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

// Usage is how much of the company's caps, or a user's ("user:alice"), is used,
// by what is in the database and in memory.
func (o *Outside) Usage(ctx context.Context, company, user string) (Usage, error) {
	rules, err := o.rules(ctx, companyName(company))
	if err != nil {
		return Usage{}, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.read(ctx, rules.company.Name); err != nil {
		return Usage{}, err
	}
	u, _ := o.usage(rules, rules.company.Name, strings.ToLower(user))
	return u, nil
}

// read reads what earlier processes counted in a company, once, and forgets
// what is too old to count. It wants the lock.
func (o *Outside) read(ctx context.Context, company string) error {
	now := o.clock.Now()
	for key, l := range o.legs {
		if !l.ended.IsZero() && l.ended.Before(now.Add(-longestDay)) && !o.unsent[key] {
			delete(o.legs, key)
		}
	}
	if o.known[company] {
		return nil
	}
	type row struct {
		legKey
		outsideLeg
	}
	rows, err := collect(ctx, o.store.reader, "count calls outside", func(r *sql.Rows, v *row) error {
		return r.Scan(&v.call, &v.leg, &v.user, &v.number, when{&v.started}, when{&v.talking}, when{&v.ended}, &v.text)
	}, `SELECT l.call, l.leg, l.user, l.number, l.started, l.talking, coalesce(l.ended, c.ended), l.text FROM outside_legs l
		JOIN companies m ON m.id = l.company_id LEFT JOIN calls c ON c.id = l.call
		WHERE m.name = ? AND (l.started > ? OR l.ended IS NULL AND c.ended IS NULL)`, company, timeText(now.Add(-longestDay)))
	if err != nil {
		return err
	}
	for _, r := range rows {
		l := r.outsideLeg
		l.company = company
		if _, newer := o.legs[r.legKey]; !newer {
			o.legs[r.legKey] = &l
		}
	}
	o.known[company] = true
	return nil
}

// longestDay is how long legs are kept in memory: a day with the hour that DST
// adds, and the hour before.
const longestDay = 26 * time.Hour

// changed notes that a leg is to be written. It wants the lock.
func (o *Outside) changed(key legKey) {
	o.unsent[key] = true
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// retry is how long a failed write waits.
const retry = time.Second

// write is the goroutine that writes legs down.
func (o *Outside) write() {
	defer close(o.done)
	failing := false
	for {
		stopping := false
		select {
		case <-o.wake:
		case <-o.stop:
			stopping = true
		}
		err := o.flush()
		switch {
		case err != nil && !failing:
			o.store.log.Error().Err(err).Msg("calls outside cannot be written down; a restart would forget them")
		case err == nil && failing:
			o.store.log.Info().Msg("calls outside are written down again")
		}
		failing = err != nil
		if stopping {
			return
		}
		if failing {
			timer := time.NewTimer(retry)
			select {
			case <-timer.C:
				o.mu.Lock()
				o.again()
				o.mu.Unlock()
			case <-o.stop:
			}
			timer.Stop()
		}
	}
}

func (o *Outside) again() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// flush writes what has changed.
func (o *Outside) flush() error {
	o.mu.Lock()
	sending := o.unsent
	o.unsent = map[legKey]bool{}
	rows := make(map[legKey]outsideLeg, len(sending))
	for key := range sending {
		if l := o.legs[key]; l != nil {
			rows[key] = *l
		}
	}
	o.mu.Unlock()
	if len(rows) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := o.store.write(ctx, func(t *tx) error {
		for key, l := range rows {
			if _, err := t.exec("write a call outside", `INSERT INTO outside_legs (call, leg, company_id, user, number, started, talking, ended, text)
				SELECT ?1, ?2, id, ?3, ?4, ?5, ?6, ?7, ?8 FROM companies WHERE name = ?9
				ON CONFLICT (call, leg) DO UPDATE SET talking = excluded.talking, ended = excluded.ended`,
				key.call, string(key.leg), l.user, l.number, timeText(l.started), timeOrNull(l.talking), timeOrNull(l.ended), l.text, l.company); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		o.mu.Lock()
		maps.Copy(o.unsent, sending)
		o.mu.Unlock()
	}
	return err
}

// Alert is who gets a mail when a cap refuses a call, "" for nobody.
func (c *CompanyCaps) Alert(ctx context.Context) string {
	rules, err := c.o.rules(ctx, c.company)
	if err != nil {
		return ""
	}
	return rules.own.Alert
}

package server

import (
	"context"
	"os"
	"strings"
	"sync"
	"time"

	"callflow/ari"
	"callflow/ari/stasis"
	"callflow/doctor"
	"callflow/flowengine"
	"callflow/store"
	"callflow/web/api"
	"callflow/wording"
)

const (
	// lookEvery is how long what was found holds: however many pages ask, each
	// company's is looked for that often.
	lookEvery = 10 * time.Second
	// lookMost is how long a look may take in all.
	lookMost = 20 * time.Second
)

// examinations are what was found last, by company.
type examinations struct {
	mu  sync.Mutex
	all map[string]*examination
}

// examination is one company's. Its lock is held while it is looked: who asks
// meanwhile is given the same.
type examination struct {
	mu   sync.Mutex
	last api.Health
}

func (e *examinations) of(company string) *examination {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.all == nil {
		e.all = map[string]*examination{}
	}
	if e.all[company] == nil {
		e.all[company] = &examination{}
	}
	return e.all[company]
}

// health is what `callflow doctor` looks at, and what the running callflow knows
// of itself.
func (s *Server) health(ctx context.Context, company string) (api.Health, error) {
	x := s.examined.of(company)
	x.mu.Lock()
	defer x.mu.Unlock()
	if time.Since(x.last.Looked) < lookEvery {
		return x.last, ctx.Err()
	}
	// Who asked may leave: the next one is given what was found.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookMost)
	defer cancel()
	h := api.Health{Items: s.running(ctx)}
	for _, f := range s.examine(ctx, company) {
		h.Items = append(h.Items, api.NewHealthCheck(string(f.State), f.What, f.Found, f.Do))
	}
	letters, err := s.store.LettersOf(ctx, company)
	if err != nil {
		return h, err
	}
	h.Items = append(h.Items, outboxHealth(letters))
	if h.System, err = s.system(ctx, letters); err != nil {
		return h, err
	}
	h.Looked = time.Now()
	x.last = h
	return h, nil
}

// examine has the doctor look at everything at once.
func (s *Server) examine(ctx context.Context, company string) []doctor.Finding {
	o := s.cfg.Doctor()
	o.Store, o.Company, o.Beside, o.Log = s.store, company, true, s.log
	parts := doctor.Parts(o)
	found := make([][]doctor.Finding, len(parts))
	var looking sync.WaitGroup
	for i, part := range parts {
		looking.Go(func() {
			part(ctx, func(f doctor.Finding) { found[i] = append(found[i], f) })
		})
	}
	looking.Wait()
	var all []doctor.Finding
	for _, f := range found {
		all = append(all, f...)
	}
	return all
}

// running is what the callflow that runs knows of itself.
func (s *Server) running(ctx context.Context) []api.HealthCheck {
	var all []api.HealthCheck
	look := func(part string, err error, found, do wording.Phrase) {
		if err != nil {
			all = append(all, api.NewHealthCheck("fail", part, say("%v", err), do))
			return
		}
		all = append(all, api.NewHealthCheck("ok", part, found, wording.Phrase{}))
	}
	look("connection", s.connected(ctx), say("to Asterisk at %s holds: callflow has its calls", s.cfg.ARI), say("start Asterisk, if it is down; what is said of ARI tells more"))
	look("events", s.notStalled(ctx), say("are read as they come"), say("restart callflow"))
	look("history", s.historyWritten(ctx), say("of calls is written"), say("make room on the disk of the database"))
	return all
}

func outboxHealth(n store.LettersNow) api.HealthCheck {
	switch {
	case n.Dead == 1:
		return api.NewHealthCheck("warn", "outbox", say("one letter could not be delivered"), say("look at it in the outbox; send it again, or drop it"))
	case n.Dead > 1:
		return api.NewHealthCheck("warn", "outbox", say("%d letters could not be delivered", n.Dead), say("look at them in the outbox; send them again, or drop them"))
	case n.Waiting+n.Sending > 0:
		return api.NewHealthCheck("ok", "outbox", say("%d wait for their turn", n.Waiting+n.Sending), wording.Phrase{})
	}
	return api.NewHealthCheck("ok", "outbox", say("everything was delivered"), wording.Phrase{})
}

func say(format string, args ...any) wording.Phrase { return wording.Say(format, args...) }

// system is what runs here, and how full it is.
func (s *Server) system(ctx context.Context, letters store.LettersNow) (api.System, error) {
	h := s.client.Health()
	y := api.System{
		Version: s.cfg.Version, Schema: store.SchemaVersion(), Started: s.started, Connected: h.Connected, Transport: string(h.Transport), Calls: s.driver.Active(),
		Waiting: letters.Waiting + letters.Sending, Dead: letters.Dead, Pages: s.live.Pages(),
	}
	if h.Connected {
		// One that does not answer is told of by the doctor.
		if info, err := s.client.Asterisk().GetInfo(ctx, ari.AsteriskGetInfoParams{}); err == nil && info.System != nil {
			y.Asterisk = info.System.Version
		}
	}
	var err error
	if y.SQLite, err = s.store.SQLiteVersion(ctx); err != nil {
		return y, err
	}
	for _, suffix := range []string{"", "-wal"} {
		if file, err := os.Stat(s.store.Path() + suffix); err == nil { // there is no WAL right after a checkpoint
			y.Database += file.Size()
		}
	}
	if y.DiskFree, y.DiskTotal, err = doctor.Space(s.cfg.DataFolder()); err != nil {
		y.DiskFree, y.DiskTotal = 0, 0 // the finding on the data folder says why
	}
	return y, nil
}

// conferences are a company's rooms in which somebody talks.
func (s *Server) conferences(ctx context.Context, company string) ([]api.Conference, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	bridges, err := s.client.Bridges().List(ctx)
	if err != nil {
		return nil, api.NewProblem(503, "asterisk", "Asterisk does not say which conferences go on: %v", err)
	}
	rooms := []api.Conference{}
	for _, b := range bridges {
		name, ok := stasis.RoomName(s.cfg.App, b.ID)
		if room, mine := strings.CutPrefix(name, flowengine.RoomName(company, "")); ok && mine && len(b.Channels) > 0 {
			rooms = append(rooms, api.Conference{Room: room, Joined: len(b.Channels), Channels: b.Channels})
		}
	}
	return rooms, nil
}

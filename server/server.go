// Package server wires callflow's parts together: it is the one place that
// knows all of them. What `callflow serve` runs, tests run too.
package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"
	"github.com/rs/zerolog"

	"callflow/agi"
	"callflow/agi/fastagi"
	"callflow/ari"
	"callflow/ari/stasis"
	"callflow/authoring"
	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/flowengine/numbering"
	"callflow/media"
	"callflow/notify"
	"callflow/queue"
	"callflow/store"
	"callflow/web"
	"callflow/web/live"
	"callflow/web/signin"
	"callflow/web/ui"
	"callflow/wording"
)

// Server is a running callflow.
type Server struct {
	cfg       Config
	log       zerolog.Logger
	store     *store.Store
	journal   *store.Journal
	outbox    *notify.Outbox
	mailed    *web.Links
	webhooks  *notify.Webhooks
	routes    *store.Routes
	outside   *store.Outside
	library   *media.Library
	speaker   *media.Speaker
	links     *messageLinks
	client    *ari.Client
	messages  carrier
	driver    *stasis.Driver
	engine    *flowengine.Engine
	hall      *queue.Hall
	desk      *queue.Desk
	devices   *devices
	authoring *authoring.Desk
	agi       *agi.Server
	fastagi   *fastagi.Driver
	web       *web.Server
	live      *live.Hub
	door      *signin.Door
	metrics   *metrics
	started   time.Time
	examined  examinations

	stopOnce sync.Once
	stopErr  error
}

// ErrReplaced is in the error of a callflow whose place another one took, by
// connecting with the same application name.
var ErrReplaced = stasis.ErrReplaced

// Run runs callflow until the context ends, then drains it, and returns. An
// error means that it could not start, or cannot go on: a wrong password,
// another callflow of the same application name, a stalled connection. The
// process is taken to be callflow's: its temporary files go into callflow's data.
func Run(ctx context.Context, cfg Config, log zerolog.Logger) error {
	s, err := New(ctx, cfg, log)
	if err != nil {
		return err
	}
	temporary, err := openTemporary(cfg.DataFolder())
	if err != nil { // the disk may be full, which calls survive
		log.Warn().Err(err).Msg("temporary files go to the system's folder")
	}
	defer temporary.close()
	return errors.Join(s.serve(ctx), s.Stop())
}

// New opens and wires everything; nothing listens yet.
func New(ctx context.Context, cfg Config, log zerolog.Logger) (_ *Server, err error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	if cfg.Public == "" {
		cfg.Public = "http://" + cfg.HTTP
	}
	if err := os.MkdirAll(cfg.RecordingFolder(), 0o750); err != nil {
		return nil, fmt.Errorf("making the folder for recordings: %w; choose a folder that can be written with --data", err)
	}
	media.RemoveUnfinished(cfg.RecordingFolder())
	library, err := cfg.Library()
	if err != nil {
		return nil, fmt.Errorf("opening the folder of sounds: %w; choose a folder that can be written with --data", err)
	}
	registry, err := nodes.Registry()
	if err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, log: log, library: library, started: time.Now()}
	if s.links, err = newMessageLinks(cfg.DataFolder(), cfg.RecordingFolder()); err != nil {
		return nil, err
	}
	if s.store, err = store.Open(ctx, store.Options{Path: cfg.Database, Logger: log}); err != nil {
		return nil, err
	}
	s.speaker = cfg.Speaker(library)
	if err := errors.Join(s.newOutbox(), s.newLinks(), s.newDoor()); err != nil {
		return nil, errors.Join(err, s.store.Close())
	}
	s.journal = store.NewJournal(s.store, store.JournalOptions{Letters: s.outbox})
	s.live = live.New(live.Options{Store: s.store, Now: time.Now, Log: log})
	s.hall = newHall(s.store, live.QueueFeed{History: s.journal, Hub: s.live})
	s.outside = store.NewOutside(s.store, wallClock{})
	s.routes = store.NewRoutes(s.store, registry.Compile, s.services)
	if err := s.newClient(); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	s.metrics = newMetrics(
		func() float64 { return yes(s.client.Health().Connected) },
		s.client.Stats, s.journal.Stats, s.hall.Waiting)
	s.metrics.registry.MustRegister(newLettersWaiting(s.store.CountLetters))
	s.engine = &flowengine.Engine{
		Routes: s.routes, Services: s.services,
		Journal: countingJournal{&live.Feed{Journal: s.journal, Hub: s.live}, s.metrics},
		Clock:   wallClock{}, Limits: flowengine.DefaultLimits(), Log: log, Back: s.hall.Back,
	}
	s.devices = s.newDevices()
	if err := s.newDriver(); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	s.desk = s.newDesk()
	if cfg.AGI != "" {
		if err := s.newAGI(); err != nil {
			return nil, errors.Join(err, s.Stop())
		}
	}
	s.authoring = &authoring.Desk{Store: s.store, Registry: registry}
	if s.web, err = s.newWeb(library.Handler()); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

func (s *Server) newClient() (err error) {
	s.client, err = ari.New(ari.Options{
		URL: s.cfg.ARI, User: s.cfg.ARIUser, Password: s.cfg.ARIPassword, App: s.cfg.App,
		Transport: ari.TransportKind(s.cfg.Transport), Disallow: stasis.Unused(),
	})
	s.messages = stasis.Messages{Client: s.client}
	return err
}

func (s *Server) newDriver() (err error) {
	s.driver, err = stasis.New(stasis.Options{
		Client: s.client, Log: s.log, Clock: wallClock{},
		NewID: func() string { return ulid.Make().String() },
		Handle: func(ctx context.Context, call *stasis.Call, in flowengine.Incoming) {
			s.fallback(ctx, call, s.engine.Run(ctx, call, in))
		},
		Resume: func(ctx context.Context, call *stasis.Call, cp flowengine.Checkpoint) {
			s.fallback(ctx, call, s.engine.Resume(ctx, call, cp))
		},
		Begin: func(ctx context.Context, call *stasis.Call, cp flowengine.Checkpoint) {
			s.fallback(ctx, call, s.engine.Begin(ctx, call, cp))
		},
		Device:      s.devices.hear,
		Connected:   s.devices.poke,
		Checkpoints: s.checkpoints,
		Metrics: stasis.Metrics{
			FirstCommand: func(d time.Duration) { s.metrics.firstCommand.Observe(d.Seconds()) },
			Overflow:     func() { s.metrics.overflows.Inc() },
			Active:       func(n int) { s.metrics.calls(flowengine.DriverARI, n) },
		},
	})
	return err
}

// fallback gives a call that the engine could not handle back to the dialplan,
// whose next line says what happens without callflow.
func (s *Server) fallback(ctx context.Context, call *stasis.Call, err error) {
	if err == nil {
		return
	}
	s.log.Error().Err(err).Str("call", call.ID()).Msg("call goes on to the dialplan's fallback")
	if err := call.Continue(context.WithoutCancel(ctx)); err != nil {
		s.log.Error().Err(err).Str("call", call.ID()).Msg("handing the call to the dialplan's fallback")
	}
}

// services are the engine's ports for one company.
func (s *Server) services(company string) flowengine.Services {
	queues := s.queues(company)
	reads := numbering.Of(s.store.Directory(company).NumberCountry)
	return flowengine.Services{
		Queues: queues, Presence: queues,
		Callbacks: callbacks{company: company, store: s.store, desk: s.desk},
		Caps:      s.caps(company),
		Audio:     &sounds{company: company, store: s.store, speaker: s.speaker, public: s.cfg.Public},
		Directory: s.store.Directory(company),
		Rotation:  s.store.Rotation(company),
		Answers:   s.store.Answers(company),
		Flows:     s.routes.Flows(company),
		Outbox:    s.journal,
		Texts:     s.texts(company),
		Marks:     s.journal,
		Web:       s.webhooks,
		Keeper:    &keeper{company: company, store: s.store, folder: s.cfg.RecordingFolder(), kept: s.kept},
		Scripts:   scripts(s.cfg.ScriptHosts),
		Numbering: reads,
		Notices:   notices{company: company, store: s.store, links: s.mailed},
		History:   s.store.EarlierCalls(company),
		Tracking:  s.store.Tracking(company),
		Mailboxes: &mailboxes{
			company: company, store: s.store, library: s.library, folder: s.cfg.RecordingFolder(), public: s.cfg.Public,
			links: s.links, log: s.log, kept: s.kept,
		},
		Callers: s.routes.Callers(company, reads),
	}
}

func (s *Server) newWeb(audio http.Handler) (*web.Server, error) {
	return web.New(web.Options{
		Addr: s.cfg.HTTP, Audio: audio, Messages: s.links, Metrics: s.metrics.registry, Links: s.mailed, API: s.newAPI(), Pages: ui.Handler(), Log: s.log,
		Alive: map[string]web.Check{"store": s.store.Ping, "asterisk": s.notStalled},
		Ready: map[string]web.Check{"store": s.store.Ping, "asterisk": s.connected, "history": s.historyWritten},
	})
}

func (s *Server) notStalled(context.Context) error {
	if why, stalled := s.driver.Stalled(); stalled {
		return errors.New(why)
	}
	return nil
}

func (s *Server) connected(context.Context) error {
	if !s.client.Health().Connected {
		return wording.Errorf("the socket to Asterisk at %s is down", s.cfg.ARI)
	}
	return nil
}

func (s *Server) historyWritten(context.Context) error {
	if stats := s.journal.Stats(); stats.Failing {
		return wording.Errorf("the disk does not take the history; %d records wait in memory", stats.Waiting)
	}
	return nil
}

// watchdogPeriod is how often the watchdog looks.
const watchdogPeriod = time.Second

// serve starts everything, waits for an end, and drains.
func (s *Server) serve(ctx context.Context) error {
	started := time.Now()
	s.journal.Start()
	s.outside.Start(ctx)
	s.outbox.Start(ctx)
	if err := s.web.Start(); err != nil {
		return err
	}
	if s.agi != nil {
		if err := s.agi.Start(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
	if closed, err := s.store.CloseOrphans(ctx, started); err != nil {
		s.log.Error().Err(err).Msg("closing the calls that an earlier callflow left open")
	} else if closed > 0 {
		s.log.Warn().Int64("calls", closed).Msg("closed calls that an earlier callflow left open, as lost")
	}
	if closed, err := s.store.CloseQueueOrphans(ctx, started); err != nil {
		s.log.Error().Err(err).Msg("closing the visits of queues that an earlier callflow left open")
	} else if closed > 0 {
		s.log.Warn().Int64("visits", closed).Msg("closed visits of queues that an earlier callflow left open, as lost")
	}
	s.log.Info().Str("asterisk", s.cfg.ARI).Str("app", s.cfg.App).Str("http", s.web.Addr().String()).
		Str("database", s.store.Path()).Msg("callflow started")
	s.inviteFirst(ctx)

	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	var beside sync.WaitGroup
	defer beside.Wait()
	defer stop()
	lamps := &lamps{store: s.store, log: s.log, set: s.setLamp, connection: func() int64 {
		if !s.client.Health().Connected {
			return 0
		}
		return s.client.Stats().Connects
	}}
	beside.Go(func() { lamps.run(run) })
	beside.Go(func() { s.devices.run(run) })
	beside.Go(func() { s.sweepSounds(run) })
	beside.Go(func() { s.live.Run(run) })
	making, makeNone := context.WithCancel(ctx) // no calls are made while this process drains
	defer makeNone()
	beside.Go(func() { s.desk.Run(making) })
	ended := make(chan error, 1)
	go func() { ended <- s.driver.Run(run) }()

	ticker := time.NewTicker(watchdogPeriod)
	defer ticker.Stop()
	for {
		select {
		case err := <-ended:
			return s.explain(err)
		case <-ticker.C:
			if why, stalled := s.driver.Stalled(); stalled {
				// What is stuck may never let go: leave the calls to Asterisk and the next start.
				s.log.Error().Msg("watchdog: " + why + "; ending, so that the service manager starts callflow again")
				os.Exit(exitStalled)
			}
		case <-ctx.Done():
			s.drain()
			stop()
			return s.explain(<-ended)
		}
	}
}

// exitStalled is the exit status when the watchdog ends the process.
const exitStalled = 3

// drain takes no more calls and waits for those under way, up to a limit.
func (s *Server) drain() {
	s.driver.Refuse()
	if s.fastagi != nil {
		s.fastagi.Refuse()
	}
	s.log.Info().Int("calls", s.active()).Dur("limit", s.cfg.Drain).Msg("draining: new calls go to the dialplan's fallback")
	ctx, cancel := context.WithTimeout(context.Background(), s.cfg.Drain)
	defer cancel()
	second := make(chan error, 1)
	go func() { second <- s.drainAGI(ctx) }()
	if err := s.driver.Drain(ctx); err != nil {
		s.log.Warn().Int("calls", s.driver.Active()).Msg("the drain's time is up; the next start goes on with the calls that are left")
	}
	if err := <-second; err != nil {
		s.log.Warn().Msg("the drain's time is up; calls over FastAGI go on in the dialplan")
	}
}

// explain turns the driver's end into what an operator should do.
func (s *Server) explain(err error) error {
	var denied *ari.AuthError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &denied):
		return fmt.Errorf("the Asterisk at %s refuses the user %q: set CALLFLOW_ARI_PASSWORD and --ari-user to what its ari.conf says (%w)", s.cfg.ARI, s.cfg.ARIUser, err)
	case errors.Is(err, ErrReplaced):
		return fmt.Errorf("another program connected to Asterisk as the application %q and took its place: run one callflow only, or give each its own --app (%w)", s.cfg.App, err)
	}
	return err
}

// Stop ends what is running and closes everything. It may be called twice.
func (s *Server) Stop() error {
	s.stopOnce.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if s.agi != nil {
			s.stopErr = errors.Join(s.stopErr, s.agi.Stop(ctx))
		}
		if s.client != nil {
			s.client.Close()
		}
		if s.live != nil {
			s.live.Close() // open pages would keep the web server waiting
		}
		if s.web != nil {
			s.stopErr = errors.Join(s.stopErr, s.web.Stop(ctx))
		}
		s.speaker.Close()
		if s.outside != nil {
			s.outside.Stop()
		}
		s.stopErr = errors.Join(s.stopErr, s.stopOutbox(ctx), s.journal.Stop(ctx), s.store.Close())
		s.log.Info().Msg("callflow stopped")
	})
	return s.stopErr
}

// dialplanRouter answers a dialplan that asks over FastAGI what a number leads to.
type dialplanRouter struct{ routes *store.Routes }

// Route implements [agi.Router].
func (r dialplanRouter) Route(ctx context.Context, number string) (status, flow string, err error) {
	route, err := r.routes.Route(ctx, number)
	switch {
	case errors.Is(err, flowengine.ErrUnknownNumber):
		return agi.StatusUnknown, "", nil
	case errors.Is(err, flowengine.ErrUnassigned):
		return agi.StatusUnassigned, "", nil
	case err != nil:
		return agi.StatusError, "", err
	}
	return agi.StatusActive, route.Program.Flow.Name, nil
}

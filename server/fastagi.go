package server

import (
	"context"
	"io"

	"github.com/oklog/ulid/v2"

	"callflow/agi"
	"callflow/agi/fastagi"
	"callflow/ari"
	"callflow/flowengine"
)

// newAGI makes the FastAGI server: the second driver, and the look-up for
// dialplans.
func (s *Server) newAGI() (err error) {
	s.fastagi, err = fastagi.New(fastagi.Options{
		Handle: func(ctx context.Context, call *fastagi.Call, in flowengine.Incoming) {
			if err := s.engine.Run(ctx, call, in); err != nil {
				s.log.Error().Err(err).Str("call", call.ID()).Msg("call goes on to the dialplan's fallback")
			}
		},
		NewID: func() string { return ulid.Make().String() },
		Clock: wallClock{}, Log: s.log,
		Recordings: storedRecordings{s.client},
		Active:     func(n int) { s.metrics.calls(flowengine.DriverAGI, n) },
	})
	if err != nil {
		return err
	}
	scripts := s.fastagi.Handlers()
	scripts["route"] = agi.Route(dialplanRouter{s.routes})
	s.agi = agi.New(agi.Options{Addr: s.cfg.AGI, Logger: s.log, Handler: scripts})
	return nil
}

// kept lets Asterisk's copy of a recording go.
func (s *Server) kept(call, name string) {
	if s.fastagi != nil && s.fastagi.Has(call) {
		s.fastagi.Kept(call, name)
		return
	}
	s.driver.Kept(call, name)
}

// active is the number of calls of both drivers.
func (s *Server) active() int {
	n := s.driver.Active()
	if s.fastagi != nil {
		n += s.fastagi.Active()
	}
	return n
}

// drainAGI drains the second driver, if there is one.
func (s *Server) drainAGI(ctx context.Context) error {
	if s.fastagi == nil {
		return nil
	}
	return s.fastagi.Drain(ctx)
}

// openCheckpoints are those of the calls that can go on. One that came over
// FastAGI went on in the dialplan when its callflow ended, and is closed.
func (s *Server) openCheckpoints(ctx context.Context) ([]flowengine.Checkpoint, error) {
	all, err := s.store.OpenCheckpoints(ctx)
	if err != nil {
		return nil, err
	}
	var open []flowengine.Checkpoint
	var lost []string
	for _, cp := range all {
		if cp.Call.Driver == flowengine.DriverAGI {
			lost = append(lost, cp.Call.ID)
			continue
		}
		open = append(open, cp)
	}
	if len(lost) == 0 {
		return open, nil
	}
	s.log.Warn().Int("calls", len(lost)).Msg("closed calls over FastAGI as lost: they went on in the dialplan when callflow ended")
	return open, s.store.CloseLost(ctx, "callflow ended during the call, which came over FastAGI and so went on with the dialplan's next line.", lost...)
}

// storedRecordings are Asterisk's, as ARI gives them out.
type storedRecordings struct{ client *ari.Client }

// Open implements [fastagi.Recordings].
func (r storedRecordings) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	file, err := r.client.Recordings().GetStoredFile(ctx, name)
	if ari.IsNotFound(err) {
		return nil, flowengine.ErrNoRecording
	}
	return file, err
}

// Remove implements [fastagi.Recordings].
func (r storedRecordings) Remove(ctx context.Context, name string) error {
	if err := r.client.Recordings().DeleteStored(ctx, name); err != nil && !ari.IsNotFound(err) {
		return err
	}
	return nil
}

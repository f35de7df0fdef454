package server

import (
	"context"
	"os"
	"time"

	"callflow/notify"
)

// newOutbox sets up the outbox with the deliveries that are configured. Letters
// of another kind wait until a start with a configuration for them.
func (s *Server) newOutbox() (err error) {
	s.outbox, err = notify.New(notify.Options{
		Jobs: s.store.Jobs(), Worker: s.workerName(), Log: s.log, Kinds: s.deliveries(),
		Rescue: s.store.RescueLetters, Hurry: s.store.HurryLetters,
	})
	return err
}

// deliveries are the kinds of letters that this callflow delivers.
func (s *Server) deliveries() map[string]notify.Kind {
	kinds := map[string]notify.Kind{}
	return kinds
}

// workerName is this callflow's name in the job queue. There is one of the name
// at a time, as there is one of its application.
func (s *Server) workerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "localhost" // only one callflow runs on such a machine
	}
	return s.cfg.App + "@" + host
}

// outboxEnd is how long deliveries under way may take to end when callflow stops.
const outboxEnd = 3 * time.Second

func (s *Server) stopOutbox(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, outboxEnd)
	defer cancel()
	return s.outbox.Stop(ctx)
}

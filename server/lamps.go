package server

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/rs/zerolog"

	"callflow/ari"
	"callflow/flowengine"
	"callflow/store"
)

// lamps keeps the message-waiting lights of telephones as the messages are,
// whoever changes them, and tells an Asterisk that was restarted.
type lamps struct {
	store *store.Store
	log   zerolog.Logger
	// set tells Asterisk.
	set func(context.Context, store.Lamp) error
	// connection is another number for each connection to Asterisk, 0 for none.
	connection func() int64

	told    map[string]flowengine.MessageCount // to this connection
	to      int64                              // the connection
	version int64                              // of the messages, when all was told
	failed  time.Time                          // when something could not be told, zero for not
}

const (
	lampPeriod = 500 * time.Millisecond // from a change to the light
	lampRetry  = 30 * time.Second       // after a failure
)

// run looks after the lights until the context ends.
func (l *lamps) run(ctx context.Context) {
	ticker := time.NewTicker(lampPeriod)
	defer ticker.Stop()
	for {
		if now := time.Now(); l.failed.IsZero() || now.Sub(l.failed) >= lampRetry || l.connection() != l.to {
			if err := l.look(ctx); err != nil && ctx.Err() == nil {
				l.failed, l.version = now, 0
				l.log.Warn().Err(err).Msg("the message-waiting lights cannot be set: has Asterisk the context [callflow-lamp] and the module app_minivm?")
			}
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// look sets the lights that are not as they should be.
func (l *lamps) look(ctx context.Context) error {
	connection := l.connection()
	if connection == 0 {
		return nil
	}
	version, err := l.store.MessageVersion(ctx)
	if err != nil {
		return err
	}
	if connection == l.to && version == l.version {
		return nil
	}
	if connection != l.to {
		l.to, l.told, l.failed = connection, map[string]flowengine.MessageCount{}, time.Time{}
	}
	all, err := l.store.Lamps(ctx)
	if err != nil {
		return err
	}
	for _, lamp := range all {
		if told, known := l.told[lamp.Name]; known && told == lamp.MessageCount {
			continue
		}
		if err := l.tell(ctx, lamp); err != nil {
			return err
		}
	}
	l.version, l.failed = version, time.Time{}
	return nil
}

// tell sets one light. What may be lit is in the store before it is, and what is
// off leaves it after, so that no light stays on because a process was killed.
func (l *lamps) tell(ctx context.Context, lamp store.Lamp) error {
	lit := lamp.MessageCount != (flowengine.MessageCount{})
	if lit {
		if err := l.store.LampLit(ctx, lamp.Name, true); err != nil {
			return err
		}
	}
	if err := l.set(ctx, lamp); err != nil {
		return fmt.Errorf("telling Asterisk of the messages of %s: %w", lamp.Name, err)
	}
	l.told[lamp.Name] = lamp.MessageCount
	if !lit {
		return l.store.LampLit(ctx, lamp.Name, false)
	}
	return nil
}

// setLamp tells Asterisk by the dialplan, which has an application for that: ARI
// has a resource for it only where Asterisk was built without app_voicemail.
func (s *Server) setLamp(ctx context.Context, lamp store.Lamp) error {
	_, err := s.client.Channels().Originate(ctx, ari.ChannelOriginateParams{
		Endpoint: "Local/lamp@callflow-lamp", Context: "callflow-lamp", Extension: "lamp", Priority: 1, Timeout: 5,
		Variables: map[string]string{
			"CALLFLOW_LAMP": lamp.Name, "CALLFLOW_NEW": strconv.Itoa(lamp.New), "CALLFLOW_OLD": strconv.Itoa(lamp.Old),
		},
	})
	return err
}

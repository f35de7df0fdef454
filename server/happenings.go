package server

import (
	"context"

	"callflow/flowengine"
	"callflow/web/api"
)

// happenings are what the API's routes for calls, queues and the like need.
func (s *Server) happenings() api.Happenings {
	return api.Happenings{Recordings: s.cfg.RecordingFolder(), Post: s.journal.Post, QueueAct: s.queueAct, Health: s.health, Conferences: s.conferences, Live: s.live}
}

// queueAct does what somebody asks for in the browser, and tells those who wait.
func (s *Server) queueAct(ctx context.Context, company string, act flowengine.QueueAct) (flowengine.QueueActed, error) {
	acted, err := s.store.QueueAct(ctx, company, act)
	if err == nil {
		s.hall.Changed()
	}
	return acted, err
}

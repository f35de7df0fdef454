package server

import (
	"net/http"
	"time"

	"callflow/web/api"
)

// newAPI is the HTTP API.
func (s *Server) newAPI() http.Handler {
	mux := http.NewServeMux()
	api.New(mux, api.Options{Store: s.store, Desk: s.authoring, Door: s.door, Version: s.cfg.Version, Now: time.Now, Log: s.log})
	return s.door.Handler(mux)
}

package server

import (
	"net/http"
	"net/url"
	"path"
	"time"

	"callflow/web/api"
	"callflow/web/ui"
)

// newAPI is the HTTP API.
func (s *Server) newAPI() http.Handler {
	mux := http.NewServeMux()
	api.New(mux, api.Options{Store: s.store, Desk: s.authoring, Door: s.door, Version: s.cfg.Version, Happening: s.happenings(), Sounds: s.library, Speaker: s.speaker, Phone: s.phone(), Now: time.Now, Log: s.log})
	return tellConsole(ui.Build(), s.door.Handler(mux))
}

// tellConsole has every answer say which build of the console this callflow has,
// so that a page of before an update learns that it is one.
func tellConsole(build string, api http.Handler) http.Handler {
	if build == "" {
		return api
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Callflow-Console", build)
		api.ServeHTTP(w, r)
	})
}

// phoneUser is the endpoint of the console's phone, as in asterisk-etc/pjsip.conf.
const phoneUser = "callflow-browser"

// phone is how the console's phone reaches Asterisk, nil when there is no
// account for it.
func (s *Server) phone() *api.Phone {
	asterisk, err := url.Parse(s.cfg.ARI)
	if s.cfg.PhonePassword == "" || err != nil {
		return nil
	}
	asterisk.Path = path.Join("/", asterisk.Path, "ws") // JoinPath would make "ws" of no path
	return &api.Phone{Socket: asterisk, User: phoneUser, Password: s.cfg.PhonePassword,
		Failed: func(err error) { s.log.Warn().Err(err).Msg("the console's phone cannot reach Asterisk") }}
}

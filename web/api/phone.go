package api

import (
	"context"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"time"

	"callflow/web/access"
)

// Phone is how the console's phone reaches Asterisk: by SIP over a WebSocket
// (RFC 7118), which goes through callflow so that browsers see nothing else of
// Asterisk's HTTP server.
type Phone struct {
	// Socket is Asterisk's WebSocket, such as http://127.0.0.1:8088/ws.
	Socket *url.URL
	// User and Password are the account in Asterisk's pjsip.conf.
	User, Password string
	// Failed is told when Asterisk cannot be reached.
	Failed func(error)
}

// PhoneAccount is what the console's phone signs in with. The account may call
// trials and nothing else.
type PhoneAccount struct {
	Socket   string `json:"socket" doc:"The path of the WebSocket for SIP."`
	URI      string `json:"uri" doc:"Its SIP address."`
	User     string `json:"user"`
	Password string `json:"password"`
}

const phoneSocket = "/phone/socket"

func (a *API) phone(mux *http.ServeMux, p *Phone) {
	const tag = "Phone"
	Register(a, Route{Method: "GET", Path: "/phone", Right: access.Flows, Tag: tag, Summary: "Say how the console's phone reaches Asterisk"},
		func(context.Context, *nothing) (*body[PhoneAccount], error) {
			if p == nil {
				return nil, NewProblem(http.StatusNotFound, "no_phone",
					"There is no account for the console's phone: add the endpoint callflow-browser to Asterisk as asterisk-etc/pjsip.conf shows, and give callflow its password as CALLFLOW_PHONE_PASSWORD.")
			}
			return answer(PhoneAccount{Socket: Prefix + phoneSocket, URI: "sip:" + p.User + "@callflow", User: p.User, Password: p.Password}, nil)
		})
	if p == nil {
		return
	}
	r := Route{Method: "GET", Path: phoneSocket, Right: access.Flows, Tag: tag, Summary: "SIP over a WebSocket"}
	a.add(r)
	mux.Handle("GET "+Prefix+phoneSocket, a.guarded(r, a.whileAllowed(r.Right, p.proxy())))
}

// askAgain is how often an answer that goes on asks whether it still may.
const askAgain = time.Minute

// whileAllowed ends a request that goes on for long once whoever made it could
// not make it again: the session is over, or the right is gone.
func (a *API) whileAllowed(right access.Right, h http.Handler) http.Handler {
	if a.door == nil {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, end := context.WithCancel(r.Context())
		var asking sync.WaitGroup
		asking.Go(func() {
			again := time.NewTicker(askAgain)
			defer again.Stop()
			for {
				select {
				case <-ctx.Done():
					return
				case <-again.C:
					// When the database cannot be asked, what goes on goes on.
					if still, err := a.door.Still(ctx, right); err == nil && !still {
						end()
					}
				}
			}
		})
		defer asking.Wait()
		defer end()
		h.ServeHTTP(w, r.WithContext(ctx))
	})
}

// proxy hands a browser's WebSocket on to Asterisk.
func (p *Phone) proxy() http.Handler {
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL = p.Socket
			r.Out.Host = p.Socket.Host
			r.Out.Header.Del("Cookie") // the session is callflow's, not Asterisk's
			r.Out.Header.Del("Authorization")
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			p.Failed(err)
			http.Error(w, "Asterisk cannot be reached.", http.StatusBadGateway)
		},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A page elsewhere may open a WebSocket to here, with cookies where the
		// browser takes the two for one site: it must be a page of ours.
		origin, err := url.Parse(r.Header.Get("Origin"))
		if err != nil || origin.Host != r.Host {
			http.Error(w, "Only callflow's own pages may open this.", http.StatusForbidden)
			return
		}
		proxy.ServeHTTP(w, r)
	})
}

package api

import (
	"encoding/json"
	"net/http"
	"strings"

	"callflow/wording"
)

// nothing answers, as a problem, requests to addresses below /api/ that no route
// has: without it they are answered by the mux itself, which knows of no problems.
func (a *API) nothing(mux *http.ServeMux) {
	const everything = "/api/"
	mux.HandleFunc(everything, func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			other := r.Clone(r.Context())
			other.Method = method
			if _, pattern := mux.Handler(other); pattern != "" && pattern != everything {
				allowed = append(allowed, method)
			}
		}
		p := newProblem(http.StatusNotFound, "not_found", "There is nothing at %s: /api/docs lists what there is.", r.URL.Path)
		if len(allowed) > 0 {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			p = newProblem(http.StatusMethodNotAllowed, "method_not_allowed", "%s takes no %s: use %s.", r.URL.Path, r.Method, strings.Join(allowed, ", "))
		}
		w.Header().Set("Content-Type", p.ContentType(""))
		w.Header().Add("Vary", "Accept-Language")
		w.WriteHeader(p.Status)
		if err := json.NewEncoder(w).Encode(p.in(wording.Wanted(r.Header.Get("Accept-Language")))); err != nil {
			return // the reader has gone
		}
	})
}

package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestWhatNoRouteHasIsAProblemToo(t *testing.T) {
	h := newHouse(t, "")
	for _, c := range []struct {
		method, path, language string
		status                 int
		code, detail, allow    string
	}{
		{"GET", "/api/v1/nowhere", "en", 404, "not_found", "There is nothing at /api/v1/nowhere: /api/docs lists what there is.", ""},
		{"GET", "/api/", "de", 404, "not_found", "Unter /api/ gibt es nichts: Was es gibt, steht in /api/docs.", ""},
		{"POST", "/api/v2/flows", "en", 404, "not_found", "There is nothing at /api/v2/flows: /api/docs lists what there is.", ""},
		{"DELETE", "/api/v1/summary", "en", 405, "method_not_allowed", "/api/v1/summary takes no DELETE: use GET, HEAD.", "GET, HEAD"},
		{"POST", "/api/docs", "en", 405, "method_not_allowed", "/api/docs takes no POST: use GET, HEAD.", "GET, HEAD"},
	} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, c.path, nil)
		r.Header.Set("Accept-Language", c.language)
		w := httptest.NewRecorder()
		h.handler.ServeHTTP(w, r)
		var p struct {
			Status       int
			Code, Detail string
		}
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Fatalf("%s %s: %v in %q", c.method, c.path, err, w.Body)
		}
		if kind := w.Header().Get("Content-Type"); kind != "application/problem+json" || w.Code != c.status || p.Status != c.status {
			t.Errorf("%s %s is answered with %d of %d, %s", c.method, c.path, w.Code, p.Status, kind)
		}
		if p.Code != c.code || p.Detail != c.detail || w.Header().Get("Allow") != c.allow {
			t.Errorf("%s %s: %q %q, allowed %q", c.method, c.path, p.Code, p.Detail, w.Header().Get("Allow"))
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodHead, "/api/docs/style.css", nil)
	w := httptest.NewRecorder()
	if h.handler.ServeHTTP(w, r); w.Code != 200 {
		t.Errorf("HEAD /api/docs/style.css is answered with %d", w.Code)
	}
}
